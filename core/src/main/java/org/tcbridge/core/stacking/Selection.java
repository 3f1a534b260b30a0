package org.tcbridge.core.stacking;

/** What {@link StackingSelector} came to. */
public sealed interface Selection {
    /**
     * This model fits the tasks' stacks.
     *
     * @param stacking the model, bound
     * @param reason the votes, as one line for people
     */
    record Chosen(BoundStacking stacking, String reason) implements Selection {}

    /**
     * No model fits, or there is no parked task to judge by yet: ask again at the next stop.
     *
     * @param reason why, as one line for people
     */
    record None(String reason) implements Selection {}
}
