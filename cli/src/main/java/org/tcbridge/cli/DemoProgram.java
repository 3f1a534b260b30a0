package org.tcbridge.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.tcbridge.elf.ElfFile;
import org.tcbridge.elf.InvalidElfException;
import org.tcbridge.rsp.Hex;
import org.tcbridge.rsp.ThreadId;
import org.tcbridge.rsp.serve.ImageServer;
import org.tcbridge.rsp.serve.ImageServerBuilder;

/**
 * What the demo shows: this project's own firmware and an image of it, both resources of this module.
 *
 * @param elf the firmware
 * @param file its ELF file
 * @param image a stopped target that runs it
 */
@SuppressWarnings("ArrayRecordComponent")
record DemoProgram(ElfFile elf, byte[] file, TargetImage image) {
    private static final String IMAGE = "demo/demo.image";

    /**
     * Reads the resources.
     *
     * @throws IllegalStateException when image and firmware are not of the same build: capture the image anew
     */
    static DemoProgram load() throws IOException, InvalidElfException {
        TargetImage image = TargetImage.parse(
                new String(resource(IMAGE), StandardCharsets.UTF_8).lines().toList());
        byte[] file = resource("demo/" + image.program());
        if (!sha256(file).equals(image.digest())) {
            throw new IllegalStateException(IMAGE + " was captured from another build of " + image.program()
                    + ": run it-tests/tools/capture-demo");
        }
        return new DemoProgram(ElfFile.parse(image.program(), file), file, image);
    }

    /** Starts a GDB server for the stopped target, on a free port of the loopback address: flash from the file, RAM from the image. */
    ImageServer serve() {
        ImageServerBuilder server = ImageServer.builder()
                .still("this target is an image in memory: it cannot run")
                .thread(ThreadId.of(1, 1), image.g(), image.p());
        elf.segments().forEach(segment -> server.region(segment.loadAddress(), segment.bytes()));
        image.memory().forEach(server::region);
        image.descriptions().forEach(server::annex);
        return server.start();
    }

    /** SHA-256 in hexadecimal. */
    static String sha256(byte[] bytes) {
        try {
            return Hex.ofBytes(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
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
