/** Tests of commands. */
@NullMarked
package org.tcbridge.rsp.command;

import org.jspecify.annotations.NullMarked;
