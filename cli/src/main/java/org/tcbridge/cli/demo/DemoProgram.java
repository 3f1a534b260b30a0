package org.tcbridge.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import org.tcbridge.cli.snapshot.Sha256;
import org.tcbridge.cli.snapshot.SnapshotFile;
import org.tcbridge.cli.snapshot.StoppedTarget;
import org.tcbridge.cli.snapshot.StoppedTarget.ProgramFile;
import org.tcbridge.elf.ElfFile;
import org.tcbridge.elf.InvalidElfException;
import org.tcbridge.rsp.serve.ImageServer;

/**
 * What the demo shows: this project's own firmware and a snapshot of it, both resources of this module.
 *
 * @param name of the firmware's file
 * @param elf the firmware
 * @param file its ELF file
 * @param target a stopped target that runs it
 */
@SuppressWarnings("ArrayRecordComponent")
public record DemoProgram(String name, ElfFile elf, byte[] file, StoppedTarget target) {
    private static final String SNAPSHOT = "demo.snapshot";

    /**
     * Reads the resources.
     *
     * @throws IllegalStateException when snapshot and firmware are not of the same build: take it anew
     */
    public static DemoProgram load() throws IOException, InvalidElfException {
        StoppedTarget target = SnapshotFile.parse(SNAPSHOT, resource(SNAPSHOT));
        ProgramFile program = target.program().orElseThrow();
        byte[] file = resource(program.name());
        if (!Sha256.of(file).equals(program.sha256())) {
            throw new IllegalStateException(SNAPSHOT + " was taken of another build of " + program.name()
                    + ": run it-tests/tools/capture-demo");
        }
        return new DemoProgram(program.name(), ElfFile.parse(program.name(), file), file, target);
    }

    /** Starts a GDB server for the stopped target, on a free port of the loopback address. */
    public ImageServer serve() {
        return target.image().start();
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = DemoProgram.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("resource " + name + " is missing");
            }
            return in.readAllBytes();
        }
    }
}
