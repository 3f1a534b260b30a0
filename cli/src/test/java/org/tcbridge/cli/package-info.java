/** Tests of the command line, run in this process with captured output. */
@NullMarked
package org.tcbridge.cli;

import org.jspecify.annotations.NullMarked;
