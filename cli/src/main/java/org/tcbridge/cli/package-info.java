/**
 * The command line: options in, one line for every error, exit codes 0 (done), 1 (run-time failure), 2 (usage).
 *
 * <p>Commands run on the main thread. RTOSes and architectures are plug-ins found at run time; nothing here names one.
 */
@NullMarked
package org.tcbridge.cli;

import org.jspecify.annotations.NullMarked;
