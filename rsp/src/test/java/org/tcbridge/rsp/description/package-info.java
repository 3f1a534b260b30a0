/** Tests of target descriptions. */
@NullMarked
package org.tcbridge.rsp.description;

import org.jspecify.annotations.NullMarked;
