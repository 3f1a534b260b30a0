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
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** A stopped target as a file: a zip archive with a manifest in JSON, memory as it is, and the target description. */
public final class SnapshotFile {
    /** The most bytes that a file may hold unpacked: a small one can claim any number. */
    static final long MOST = 1L << 30;

    private SnapshotFile() {}

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
            byte[] manifest = files.get(Manifest.FILE);
            if (manifest == null) {
                throw new SnapshotException("no " + Manifest.FILE + " in it");
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
