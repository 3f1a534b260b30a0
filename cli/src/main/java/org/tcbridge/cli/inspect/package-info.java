/** What {@code tcbridge threads} tells of a stopped target: its tasks, as a table, as JSON, and as checks that hold or not. */
@NullMarked
package org.tcbridge.cli.inspect;

import org.jspecify.annotations.NullMarked;
