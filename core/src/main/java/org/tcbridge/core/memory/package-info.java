/** Target memory: reading, writing, coalescing reads, and decoding words in the target's byte order. */
@NullMarked
package org.tcbridge.core.memory;

import org.jspecify.annotations.NullMarked;
