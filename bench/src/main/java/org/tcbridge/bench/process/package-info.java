/** The programs of a run: who is measured, how it is started, what {@code /proc} says of it. */
@NullMarked
package org.tcbridge.bench.process;

import org.jspecify.annotations.NullMarked;
