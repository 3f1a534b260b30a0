/** Tests of replies. */
@NullMarked
package org.tcbridge.rsp.reply;

import org.jspecify.annotations.NullMarked;
