/** The test kit: a scripted GDB server and a scripted gdb, for the tests of this module and of those that build on it. */
@NullMarked
package org.tcbridge.rsp.testkit;

import org.jspecify.annotations.NullMarked;
