/** Symbols: names to addresses, wherever they come from. */
@NullMarked
package org.tcbridge.core.symbol;

import org.jspecify.annotations.NullMarked;
