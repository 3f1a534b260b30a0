package org.tcbridge.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * What one run of the program left behind.
 *
 * @param status exit code
 * @param out standard output
 * @param err standard error
 */
record Cli(int status, String out, String err) {
    static Cli run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Main.commandLine(new PrintWriter(out, true), new PrintWriter(err, true), args)
                .execute(args);
        return new Cli(status, out.toString(), err.toString());
    }
}
