package org.tcbridge.proxy.chain;

/** The client's console, for text that comes before the reply to a {@code monitor} command. Worker. */
@FunctionalInterface
public interface ClientConsole {
    /** Shows a line; a line feed is added. */
    void print(String line);
}
