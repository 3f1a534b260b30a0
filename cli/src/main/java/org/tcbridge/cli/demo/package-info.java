/** The demonstration: a target of our own, and what a debugger shows of it. */
@NullMarked
package org.tcbridge.cli.demo;

import org.jspecify.annotations.NullMarked;
