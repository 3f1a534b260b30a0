/** Tests of the ELF reader against files that the tests write themselves. */
@NullMarked
package org.tcbridge.elf;

import org.jspecify.annotations.NullMarked;
