/** Tests of what the package is made of. */
@NullMarked
package org.tcbridge.dist;

import org.jspecify.annotations.NullMarked;
