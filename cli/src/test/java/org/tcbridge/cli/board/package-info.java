/** Tests of what a proxy starts besides itself. */
@NullMarked
package org.tcbridge.cli.board;

import org.jspecify.annotations.NullMarked;
