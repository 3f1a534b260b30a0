package org.tcbridge.dist;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.DeadCodeOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Makes the jar of a library one that the JVM is fast with.
 *
 * <ul>
 *   <li>It has no manifest: the JVM would look into it for each class that it takes from its archive (JEP 483), to see whether
 *       the class's package is sealed, and a start takes more than a thousand. What only jars with a manifest have goes too.
 *   <li>Classes compiled for Java 5, picocli's, have the form of Java 8: the same code with stack maps. The JVM keeps no class
 *       without them in its archive, and verifies it in the slow way of old at every start.
 * </ul>
 */
final class LibraryJar {
    /** Java 6 brought stack maps. */
    private static final int FIRST_WITH_STACK_MAPS = ClassFile.JAVA_6_VERSION;

    private LibraryJar() {}

    /**
     * Writes it anew.
     *
     * @param time of all its entries
     */
    static void renew(Path jar, Instant time) throws IOException {
        Map<String, byte[]> entries = read(jar);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null);
                ZipOutputStream out = new ZipOutputStream(bytes)) {
            ClassFile classes = ClassFile.of(
                    StackMapsOption.GENERATE_STACK_MAPS,
                    DeadCodeOption.PATCH_DEAD_CODE,
                    ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(loader)
                            .orElse(ClassHierarchyResolver.defaultResolver())));
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                if (needsManifest(entry.getKey())) {
                    continue;
                }
                ZipEntry written = new ZipEntry(entry.getKey());
                written.setTimeLocal(LocalDateTime.ofInstant(time, ZoneOffset.UTC));
                out.putNextEntry(written);
                out.write(
                        isOld(entry.getKey(), entry.getValue())
                                ? renewed(classes, entry.getValue())
                                : entry.getValue());
            }
        }
        Files.write(jar, bytes.toByteArray());
    }

    /** The manifest, and classes for later versions of Java, which are found by what it says. */
    private static boolean needsManifest(String entry) {
        return entry.equals(JarFile.MANIFEST_NAME) || entry.startsWith("META-INF/versions/");
    }

    /** A class with stack maps. */
    private static byte[] renewed(ClassFile classes, byte[] old) {
        return classes.transformClass(
                classes.parse(old),
                ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)
                        .andThen((builder, element) -> builder.with(
                                element instanceof ClassFileVersion
                                        ? ClassFileVersion.of(ClassFile.JAVA_8_VERSION, 0)
                                        : element)));
    }

    private static boolean isOld(String name, byte[] content) {
        return name.endsWith(".class") && ClassFile.of().parse(content).majorVersion() < FIRST_WITH_STACK_MAPS;
    }

    private static Map<String, byte[]> read(Path jar) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(Files.readAllBytes(jar)))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), in.readAllBytes());
            }
        }
        return entries;
    }
}
