package org.tcbridge.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.tcbridge.cli.client.GdbClient;
import org.tcbridge.elf.ElfFile;
import org.tcbridge.elf.InvalidElfException;
import org.tcbridge.proxy.HostPort;
import org.tcbridge.rsp.Hex;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes the demo's image anew; {@code it-tests/tools/capture-demo} calls it. */
@Command(
        name = "capture",
        hidden = true,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Runs a target to a function and writes what the demo serves of it.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  tcbridge capture --backend localhost:1234 --elf cortex-m4f.elf --at all_parked demo.image",
        })
final class CaptureCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--backend", paramLabel = "HOST:PORT", required = true, description = "The GDB server.")
    @SuppressWarnings("NullAway.Init")
    private HostPort backend;

    @Option(names = "--elf", paramLabel = "FILE", required = true, description = "The program it runs.")
    @SuppressWarnings("NullAway.Init")
    private Path elf;

    @Option(names = "--at", paramLabel = "FUNCTION", required = true, description = "Where to stop.")
    @SuppressWarnings("NullAway.Init")
    private String at;

    @Option(
            names = "--memory",
            paramLabel = "ADDRESS=LENGTH",
            description = "A further range, in hexadecimal; may be given several times.")
    private Map<String, String> memory = Map.of();

    @Parameters(paramLabel = "IMAGE", description = "The file to write.")
    @SuppressWarnings("NullAway.Init")
    private Path image;

    @Override
    public Integer call() {
        try (GdbClient client = new GdbClient(backend.resolve())) {
            byte[] bytes = Files.readAllBytes(elf);
            ElfFile program = ElfFile.parse(elf.toString(), bytes);
            Map<Long, Integer> extra = new HashMap<>();
            memory.forEach((address, length) -> extra.put(Hex.parseNumber(address), Hex.parseInt(length)));
            long stopAt = program.address(at)
                    .orElseThrow(() -> new ParameterException(
                            spec.commandLine(), "--at %s: %s has no such function".formatted(at, elf)));
            TargetImage taken = new Capture(client)
                    .take(String.valueOf(elf.getFileName()), DemoProgram.sha256(bytes), program, stopAt, extra);
            Files.write(image, taken.lines());
        } catch (InvalidElfException | IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new CommandFailure("capture from %s: %s".formatted(backend, e.getMessage()), e);
        }
        return 0;
    }
}
