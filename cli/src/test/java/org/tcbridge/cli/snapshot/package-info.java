@NullMarked
package org.tcbridge.cli.snapshot;

import org.jspecify.annotations.NullMarked;
