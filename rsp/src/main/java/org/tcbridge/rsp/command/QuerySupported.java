package org.tcbridge.rsp.command;

import java.util.List;

/**
 * The client names its features and asks for the server's.
 *
 * @param features the client's, such as {@code multiprocess+}, in their order
 */
public record QuerySupported(List<String> features) implements Command {

    /** Keeps a copy of the list. */
    public QuerySupported {
        features = List.copyOf(features);
    }

    static QuerySupported parse(String arguments) {
        if (arguments.isEmpty()) {
            return new QuerySupported(List.of());
        }
        if (!arguments.startsWith(":")) {
            throw new IllegalArgumentException("'" + arguments + "' does not begin with ':'");
        }
        return new QuerySupported(List.of(arguments.substring(1).split(";")));
    }

    @Override
    public String arguments() {
        return features.isEmpty() ? "" : ":" + String.join(";", features);
    }
}
