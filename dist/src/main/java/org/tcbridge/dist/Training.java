package org.tcbridge.dist;

import java.io.IOException;
import java.io.PrintWriter;
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
import org.tcbridge.cli.demo.Demo;
import org.tcbridge.cli.demo.DemoProgram;
import org.tcbridge.elf.InvalidElfException;
import org.tcbridge.rsp.serve.ImageServer;

/**
 * Runs the program once for its archive (JEP 514): the JVM keeps the classes that this run loads, linked, so that a start need
 * not read them from the jars. Each class in it costs a start something, so the run does what has to start fast and no more.
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
        Path program = folder.resolve("program");
        Path archive = program.resolve("tcbridge.aot");
        try (ImageServer server = DemoProgram.load().serve()) {
            Process process = new ProcessBuilder(List.of(
                            folder.resolve("runtime/bin/java").toString(),
                            "@" + program.resolve("jvm.options"),
                            // without profiles: they cost 2 MiB of memory and make no start faster
                            "-XX:+UnlockDiagnosticVMOptions",
                            "-XX:-AOTRecordTraining",
                            "-XX:AOTCacheOutput=" + archive,
                            "-jar",
                            program.resolve("tcbridge.jar").toString(),
                            "train",
                            "--backend",
                            "127.0.0.1:" + server.port()))
                    .redirectError(Redirect.DISCARD)
                    .start();
            try {
                session(process);
            } finally {
                process.destroy();
                process.waitFor();
            }
        } catch (InvalidElfException e) {
            throw new IOException("the demo's program: " + e.getMessage(), e);
        }
        if (!Files.exists(archive)) {
            throw new IOException(archive + " was not made");
        }
    }

    private static void session(Process process) throws IOException, InvalidElfException {
        try (Writer pipe = process.outputWriter(StandardCharsets.US_ASCII)) {
            pipe.write(FIRST_PACKETS);
        }
        Matcher ready = READY.matcher(String.valueOf(process.inputReader().readLine()));
        if (!ready.find()) {
            throw new IOException("the program did not say where it listens");
        }
        InetSocketAddress proxy =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(ready.group(1)));
        new Demo(DemoProgram.load().elf(), new PrintWriter(Writer.nullWriter())).show(proxy, "queue_waiter");
    }
}
