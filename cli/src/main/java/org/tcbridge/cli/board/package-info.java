/** What a proxy starts besides itself: GDB servers, and commands that see to a board. Any thread. */
@NullMarked
package org.tcbridge.cli.board;

import org.jspecify.annotations.NullMarked;
