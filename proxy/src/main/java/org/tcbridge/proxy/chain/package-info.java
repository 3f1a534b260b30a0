/** What a concern of the proxy is, and what it may do with a command. */
@NullMarked
package org.tcbridge.proxy.chain;

import org.jspecify.annotations.NullMarked;
