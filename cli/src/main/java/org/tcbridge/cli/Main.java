package org.tcbridge.cli;

import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The program's entry point. */
@Command(
        name = "tcbridge",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Shows RTOS tasks as gdb threads, between any gdb and any GDB server.")
public final class Main implements Runnable {

    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }

    /**
     * Runs the program.
     *
     * @param args the command line's arguments
     */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    /** The version, from the program jar's manifest. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"tcbridge " + Objects.requireNonNullElse(version, "(not packaged)")};
        }
    }
}
