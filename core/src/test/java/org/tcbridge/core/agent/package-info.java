@NullMarked
package org.tcbridge.core.agent;

import org.jspecify.annotations.NullMarked;
