/** Tests of the image server. */
@NullMarked
package org.tcbridge.rsp.serve;

import org.jspecify.annotations.NullMarked;
