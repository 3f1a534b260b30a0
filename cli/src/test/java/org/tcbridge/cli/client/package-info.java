@NullMarked
package org.tcbridge.cli.client;

import org.jspecify.annotations.NullMarked;
