/** What is measured, a class for each kind. */
@NullMarked
package org.tcbridge.bench.suite;

import org.jspecify.annotations.NullMarked;
