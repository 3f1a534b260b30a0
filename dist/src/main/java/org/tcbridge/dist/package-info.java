/** Makes the package: the program with a Java runtime of its own, manual pages and shell completion (docs/packaging.md). */
@NullMarked
package org.tcbridge.dist;

import org.jspecify.annotations.NullMarked;
