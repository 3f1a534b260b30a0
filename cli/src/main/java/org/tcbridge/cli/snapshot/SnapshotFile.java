package org.tcbridge.cli.snapshot;

import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** A stopped target as a file: a zip archive with a manifest in JSON, memory as it is, and the target description. */
public final class SnapshotFile {
    private static final String MANIFEST = "manifest.json";

    /** The same target makes the same file. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    /** The most bytes that a file may hold unpacked: a small one can claim any number. */
    static final long MOST = 1L << 30;

    private SnapshotFile() {}

    /** Writes a file; one that is there is replaced when the new one is whole. */
    public static void write(StoppedTarget target, Path file) throws IOException {
        Path whole = file.resolveSibling(file.getFileName() + ".new");
        try {
            archive(target, whole);
            Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    private static void archive(StoppedTarget target, Path file) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            // memory is mostly zeros, which every level packs well, and nobody waits gladly
            zip.setLevel(Deflater.BEST_SPEED);
            add(zip, MANIFEST, Manifest.write(target).getBytes(StandardCharsets.UTF_8));
            for (Map.Entry<String, String> document : target.descriptions().entrySet()) {
                String name = Manifest.descriptionFile(document.getKey());
                add(zip, name, document.getValue().getBytes(StandardCharsets.UTF_8));
            }
            if (target.memoryMap().isPresent()) {
                add(zip, Manifest.MEMORY_MAP_FILE, target.memoryMap().get().getBytes(StandardCharsets.UTF_8));
            }
            for (StoppedTarget.Region region : target.memory()) {
                add(zip, Manifest.memoryFile(region.address()), region.bytes());
            }
        }
    }

    private static void add(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(NO_TIME);
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }

    /**
     * Reads a file.
     *
     * @throws SnapshotException when it is none; says what was expected
     * @throws IOException when it cannot be read
     */
    public static StoppedTarget read(Path file) throws IOException {
        try {
            return parse(file.toString(), Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            throw new SnapshotException(file + ": no such file: expected a snapshot");
        }
    }

    /** Reads a file that is in memory; {@code name} is what messages call it. */
    public static StoppedTarget parse(String name, byte[] bytes) throws SnapshotException {
        try {
            Map<String, byte[]> files = unpacked(bytes);
            byte[] manifest = files.get(MANIFEST);
            if (manifest == null) {
                throw new SnapshotException("no " + MANIFEST + " in it");
            }
            StoppedTarget target = Manifest.read(
                    JsonParser.object().from(new String(manifest, StandardCharsets.UTF_8)),
                    (entry, size) -> content(files, entry, size));
            Soundness.check(target);
            return target;
        } catch (SnapshotException e) {
            throw new SnapshotException(name + ": not a snapshot of tcbridge: " + e.getMessage());
        } catch (JsonParserException | IOException | RuntimeException e) {
            throw new SnapshotException(name + ": not a snapshot of tcbridge: it is damaged: " + e.getMessage());
        }
    }

    private static byte[] content(Map<String, byte[]> files, String name, OptionalLong size) throws SnapshotException {
        byte[] content = files.get(name);
        if (content == null || content.length != size.orElse(content.length)) {
            throw new SnapshotException(
                    content == null
                            ? "no " + name + " in it"
                            : "%s has %d bytes: expected %d".formatted(name, content.length, size.orElseThrow()));
        }
        return content;
    }

    private static Map<String, byte[]> unpacked(byte[] bytes) throws IOException {
        Map<String, byte[]> files = new HashMap<>();
        long left = MOST;
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                byte[] content = some(zip, left);
                left -= content.length;
                files.put(entry.getName(), content);
            }
        }
        return files;
    }

    private static byte[] some(InputStream in, long most) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[1 << 16];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            out.write(buffer, 0, n);
            if (out.size() > most) {
                throw new SnapshotException("more than " + MOST + " bytes in it");
            }
        }
        return out.toByteArray();
    }
}
