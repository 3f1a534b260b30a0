/** Files in TOML, for those who want errors with a place. */
@NullMarked
package org.tcbridge.core.toml;

import org.jspecify.annotations.NullMarked;
