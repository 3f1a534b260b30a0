@NullMarked
package org.tcbridge.cli.core;

import org.jspecify.annotations.NullMarked;
