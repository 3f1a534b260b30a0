package org.tcbridge.bench.suite;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What rspbench prints. */
final class Json {
    private Json() {}

    /** A JSON object a line; at least one. */
    static List<JsonObject> lines(String text) throws IOException {
        List<JsonObject> objects = new ArrayList<>();
        for (String line : text.lines().toList()) {
            try {
                objects.add(JsonParser.object().from(line));
            } catch (JsonParserException e) {
                throw new IOException("a program printed " + line + ", expected a JSON object", e);
            }
        }
        if (objects.isEmpty()) {
            throw new IOException("a program printed nothing, expected a JSON object a line");
        }
        return objects;
    }
}
