package org.tcbridge.proxy;

import java.util.List;

/** How much the console log says, for those who change it while sessions run. Any thread. */
public interface LogControl {
    /** A log that says what it was started with. */
    LogControl FIXED = new LogControl() {
        @Override
        public List<String> levels() {
            return List.of();
        }

        @Override
        public void level(String level) {
            throw new IllegalArgumentException("log level '" + level + "': expected none, it cannot be changed");
        }
    };

    /** The levels there are, the one that says least first; empty when the level cannot be changed. */
    List<String> levels();

    /**
     * Sets the level.
     *
     * @param level one of {@link #levels()}
     * @throws IllegalArgumentException when it is none of them
     */
    void level(String level);
}
