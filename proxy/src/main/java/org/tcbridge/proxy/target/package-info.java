/** The target as the worker sees it: questions to the server, memory, description. Used on the worker only. */
@NullMarked
package org.tcbridge.proxy.target;

import org.jspecify.annotations.NullMarked;
