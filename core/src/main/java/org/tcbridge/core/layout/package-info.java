/** C structs declared field by field; offsets follow from the declaration. */
@NullMarked
package org.tcbridge.core.layout;

import org.jspecify.annotations.NullMarked;
