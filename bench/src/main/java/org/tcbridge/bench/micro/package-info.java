/** Parts of the program alone, measured with JMH: time and bytes allocated for each operation. */
@NullMarked
package org.tcbridge.bench.micro;

import org.jspecify.annotations.NullMarked;
