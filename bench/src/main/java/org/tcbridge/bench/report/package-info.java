/** Figures: what was measured, its statistics, the targets, and the tables made of them. */
@NullMarked
package org.tcbridge.bench.report;

import org.jspecify.annotations.NullMarked;
