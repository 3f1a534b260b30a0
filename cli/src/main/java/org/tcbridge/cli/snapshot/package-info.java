/** A stopped target in one file: taken from a server, and served to gdb again. docs/snapshots.md describes the file. */
@NullMarked
package org.tcbridge.cli.snapshot;

import org.jspecify.annotations.NullMarked;
