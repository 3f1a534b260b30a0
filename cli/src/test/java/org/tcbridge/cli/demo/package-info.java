@NullMarked
package org.tcbridge.cli.demo;

import org.jspecify.annotations.NullMarked;
