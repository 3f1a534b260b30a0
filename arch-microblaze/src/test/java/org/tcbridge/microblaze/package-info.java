/** Tests of the plug-in through its interface. */
@NullMarked
package org.tcbridge.microblaze;

import org.jspecify.annotations.NullMarked;
