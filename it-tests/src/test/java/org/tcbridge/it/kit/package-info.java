/**
 * Real debuggers, emulators and tcbridge as test objects. All end with {@code close()}, by their own process ids; all waiting
 * is for something to happen and has an end that fails the test with what was seen until then. One thread a test.
 */
@NullMarked
package org.tcbridge.it.kit;

import org.jspecify.annotations.NullMarked;
