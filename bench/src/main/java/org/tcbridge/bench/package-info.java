/** Measures tcbridge beside no proxy, socat and a bare relay, interleaved in one run, and writes what it found. */
@NullMarked
package org.tcbridge.bench;

import org.jspecify.annotations.NullMarked;
