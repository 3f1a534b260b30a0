/** MicroBlaze: register sets and saved frames. */
@NullMarked
package org.tcbridge.microblaze;

import org.jspecify.annotations.NullMarked;
