package org.tcbridge.cli.snapshot;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonWriter;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.tcbridge.cli.snapshot.StoppedTarget.Core;
import org.tcbridge.cli.snapshot.StoppedTarget.KnownSymbol;
import org.tcbridge.cli.snapshot.StoppedTarget.ProgramFile;
import org.tcbridge.cli.snapshot.StoppedTarget.Region;
import org.tcbridge.rsp.Hex;
import org.tcbridge.rsp.ThreadId;

/** The JSON in a snapshot: all but the bytes of memory and the documents of the target description, which it names. */
final class Manifest {
    private static final String SCHEMA = "tcbridge-snapshot";

    /** Counts up when older versions cannot read a file. */
    private static final int VERSION = 1;

    /** What it is in itself. */
    static final String FILE = "manifest.json";

    /** What the map of the memory is in. */
    static final String MEMORY_MAP_FILE = "memory-map.xml";

    private Manifest() {}

    /** What memory's bytes are in. */
    static String memoryFile(long address) {
        return "memory/" + Hex.number(address) + ".bin";
    }

    /** What a document of the target description is in. */
    static String descriptionFile(String annex) {
        return "description/" + annex;
    }

    static String write(StoppedTarget target) {
        JsonObject root = new JsonObject();
        root.put("schema", SCHEMA);
        root.put("version", VERSION);
        root.put("program", target.program().map(Manifest::program).orElse(null));
        root.put("cores", target.cores().stream().map(Manifest::core).toList());
        root.put("descriptions", List.copyOf(target.descriptions().keySet()));
        root.put("memory_map", target.memoryMap().isPresent());
        root.put("memory", target.memory().stream().map(Manifest::region).toList());
        JsonObject symbols = new JsonObject();
        target.symbols().forEach((name, symbol) -> symbols.put(name, symbol(symbol)));
        root.put("symbols", symbols);
        return JsonWriter.indent("  ").string().object(root).done();
    }

    private static JsonObject program(ProgramFile program) {
        JsonObject object = new JsonObject();
        object.put("file", program.name());
        object.put("sha256", program.sha256());
        object.put("machine", program.machine());
        object.put("big_endian", program.order() == ByteOrder.BIG_ENDIAN);
        return object;
    }

    private static JsonObject core(Core core) {
        JsonObject object = new JsonObject();
        object.put("thread", core.thread().wire());
        object.put("g", core.general());
        JsonObject others = new JsonObject();
        core.others().forEach((number, hex) -> others.put(Integer.toString(number), hex));
        object.put("p", others);
        return object;
    }

    private static JsonObject region(Region region) {
        JsonObject object = range(region.address(), region.bytes().length);
        object.put("from", region.fromTarget() ? "target" : "program");
        object.put(
                "unreadable",
                region.unreadable().stream()
                        .map(hole -> range(hole.start(), hole.length()))
                        .toList());
        return object;
    }

    private static JsonObject range(long address, long size) {
        JsonObject object = new JsonObject();
        object.put("address", "0x" + Hex.number(address));
        object.put("size", size);
        return object;
    }

    private static JsonObject symbol(KnownSymbol symbol) {
        JsonObject object = new JsonObject();
        object.put("address", "0x" + Hex.number(symbol.address()));
        object.put("size", symbol.size().isPresent() ? symbol.size().getAsLong() : null);
        return object;
    }

    /** Where what the manifest names is read. */
    interface Files {
        /** All of a file's bytes, which must be so many; or however many it has. */
        byte[] read(String name, OptionalLong size) throws SnapshotException;
    }

    /**
     * Reads what {@link #write} writes.
     *
     * @throws SnapshotException when it is of another version
     * @throws RuntimeException when it makes no sense
     */
    static StoppedTarget read(JsonObject root, Files files) throws SnapshotException {
        if (!SCHEMA.equals(root.getString("schema")) || root.getInt("version") != VERSION) {
            throw new SnapshotException("its manifest is of '%s', version %d: expected '%s', version %d"
                    .formatted(root.getString("schema"), root.getInt("version"), SCHEMA, VERSION));
        }
        Map<String, String> descriptions = new TreeMap<>();
        for (Object annex : need(root.getArray("descriptions"), "descriptions")) {
            descriptions.put((String) annex, text(files, descriptionFile((String) annex)));
        }
        Optional<String> map =
                root.getBoolean("memory_map") ? Optional.of(text(files, MEMORY_MAP_FILE)) : Optional.empty();
        List<Region> memory = new ArrayList<>();
        for (JsonObject region : objects(root, "memory")) {
            long address = address(region);
            byte[] bytes = files.read(memoryFile(address), OptionalLong.of(region.getLong("size")));
            List<Range> holes = objects(region, "unreadable").stream()
                    .map(hole -> new Range(address(hole), hole.getLong("size")))
                    .toList();
            memory.add(new Region(address, bytes, "target".equals(region.getString("from")), holes));
        }
        List<Core> cores = objects(root, "cores").stream().map(Manifest::core).toList();
        return new StoppedTarget(program(root.getObject("program")), cores, descriptions, map, memory, symbols(root));
    }

    private static String text(Files files, String name) throws SnapshotException {
        return new String(files.read(name, OptionalLong.empty()), StandardCharsets.UTF_8);
    }

    private static Optional<ProgramFile> program(@Nullable JsonObject object) {
        return Optional.ofNullable(object)
                .map(program -> new ProgramFile(
                        need(program.getString("file"), "file"),
                        need(program.getString("sha256"), "sha256"),
                        program.getInt("machine"),
                        program.getBoolean("big_endian") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN));
    }

    private static Core core(JsonObject object) {
        SortedMap<Integer, String> others = new TreeMap<>();
        need(object.getObject("p"), "p").forEach((number, hex) -> others.put(Integer.valueOf(number), (String) hex));
        return new Core(
                ThreadId.parse(need(object.getString("thread"), "thread")), need(object.getString("g"), "g"), others);
    }

    private static SortedMap<String, KnownSymbol> symbols(JsonObject root) {
        SortedMap<String, KnownSymbol> symbols = new TreeMap<>();
        JsonObject all = need(root.getObject("symbols"), "symbols");
        for (String name : all.keySet()) {
            JsonObject symbol = need(all.getObject(name), name);
            OptionalLong size = symbol.isNull("size") ? OptionalLong.empty() : OptionalLong.of(symbol.getLong("size"));
            symbols.put(name, new KnownSymbol(address(symbol), size));
        }
        return symbols;
    }

    private static List<JsonObject> objects(JsonObject parent, String name) {
        JsonArray array = need(parent.getArray(name), name);
        List<JsonObject> objects = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            objects.add(need(array.getObject(i), name));
        }
        return objects;
    }

    private static long address(JsonObject object) {
        return Hex.parseNumber(need(object.getString("address"), "address").substring(2));
    }

    private static <T> T need(@Nullable T value, String name) {
        if (value == null) {
            throw new IllegalArgumentException("no '" + name + "'");
        }
        return value;
    }
}
