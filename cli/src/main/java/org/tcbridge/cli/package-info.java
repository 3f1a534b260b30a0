/** The command line. */
@NullMarked
package org.tcbridge.cli;

import org.jspecify.annotations.NullMarked;
