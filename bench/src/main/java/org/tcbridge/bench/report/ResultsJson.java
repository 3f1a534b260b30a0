package org.tcbridge.bench.report;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import com.grack.nanojson.JsonWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/** Results as JSON: the machine's facts, and the figures of every round. */
public final class ResultsJson {
    private ResultsJson() {}

    /** Results as text. */
    public static String write(Results results) {
        JsonArray measurements = new JsonArray();
        for (Measurement measurement : results.measurements()) {
            JsonObject object = new JsonObject();
            object.put("suite", measurement.suite());
            object.put("item", measurement.item());
            object.put("peer", measurement.peer());
            object.put("unit", measurement.unit());
            object.put("rounds", new JsonArray(measurement.series().values()));
            measurements.add(object);
        }
        JsonObject document = new JsonObject();
        document.put("machine", new JsonObject(results.machine()));
        document.put("measurements", measurements);
        return JsonWriter.indent(" ").string().object(document).done() + "\n";
    }

    /** Results from such text. */
    public static Results read(String json) throws JsonParserException {
        JsonObject document = JsonParser.object().from(json);
        Map<String, String> machine = new LinkedHashMap<>();
        document.getObject("machine").forEach((fact, value) -> machine.put(fact, String.valueOf(value)));
        Results results = new Results(machine);
        for (Object element : document.getArray("measurements")) {
            JsonObject object = (JsonObject) element;
            for (Object figure : object.getArray("rounds")) {
                results.add(
                        object.getString("suite"),
                        object.getString("item"),
                        object.getString("peer"),
                        object.getString("unit"),
                        ((Number) figure).doubleValue());
            }
        }
        return results;
    }
}
