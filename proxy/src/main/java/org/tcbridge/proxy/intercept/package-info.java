/** What tcbridge does to commands: one interceptor a concern, in the order of one list. They run on the worker and block. */
@NullMarked
package org.tcbridge.proxy.intercept;

import org.jspecify.annotations.NullMarked;
