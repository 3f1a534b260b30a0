/** What the tests need from the machine: programs, a container daemon, the project's own folders. */
@NullMarked
package org.tcbridge.it.tools;

import org.jspecify.annotations.NullMarked;
