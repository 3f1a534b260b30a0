package org.tcbridge.dist;

import java.io.IOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tcbridge.cli.demo.DemoProgram;
import org.tcbridge.elf.InvalidElfException;
import org.tcbridge.rsp.serve.ImageServer;

/**
 * Runs the program once for its archive (JEP 514 and 515): the JVM keeps the classes that this run loads, linked, and what it
 * learnt of the methods that were called often. A start need not read the classes from the jars, and a first session's
 * methods are compiled sooner. Each class in it costs a start something, so the run does what has to be fast and no more.
 */
final class Training {
    /** What gdb says at once: its features, why the target stopped. */
    private static final String FIRST_PACKETS = "+$qSupported:multiprocess+;swbreak+;hwbreak+#65$?#3f";

    private static final Pattern READY = Pattern.compile("listening on 127\\.0\\.0\\.1:(\\d+),");

    private Training() {}

    /**
     * Makes the archive.
     *
     * @param folder of the package, which has everything else
     */
    static void run(Path folder) throws IOException, InterruptedException {
        Path parts = folder.resolve("program");
        Path archive = parts.resolve("tcbridge.aot");
        DemoProgram program = program();
        Path elf = Files.createTempFile("tcbridge", ".elf");
        try (ImageServer server = program.target().image().moving().forgetful().start()) {
            Files.write(elf, program.file());
            Process process = new ProcessBuilder(List.of(
                            folder.resolve("runtime/bin/java").toString(),
                            "@" + parts.resolve("jvm.options"),
                            "-XX:AOTCacheOutput=" + archive,
                            "-jar",
                            parts.resolve("tcbridge.jar").toString(),
                            "train",
                            "--backend",
                            "127.0.0.1:" + server.port(),
                            "--elf",
                            elf.toString()))
                    .redirectError(Redirect.DISCARD)
                    .start();
            try {
                session(process, program);
            } finally {
                process.destroy();
                process.waitFor();
            }
        } finally {
            Files.delete(elf);
        }
        if (!Files.exists(archive)) {
            throw new IOException(archive + " was not made");
        }
    }

    private static DemoProgram program() throws IOException {
        try {
            return DemoProgram.load();
        } catch (InvalidElfException e) {
            throw new IOException("the demo's program: " + e.getMessage(), e);
        }
    }

    private static void session(Process process, DemoProgram program) throws IOException, InterruptedException {
        try (Writer pipe = process.outputWriter(StandardCharsets.US_ASCII)) {
            pipe.write(FIRST_PACKETS);
        }
        Matcher ready = READY.matcher(String.valueOf(process.inputReader().readLine()));
        if (!ready.find()) {
            throw new IOException("the program did not say where it listens");
        }
        InetSocketAddress proxy =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(ready.group(1)));
        new Debugging(proxy, program).run();
    }
}
