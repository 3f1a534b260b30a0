package org.tcbridge.core.stacking;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tcbridge.core.arch.Architecture;
import org.tcbridge.core.rtos.Rtos;

/**
 * All stacking files: those of the RTOS and architecture plug-ins and the user's own. Thread-safe. The plug-ins' files are
 * read when they are first asked for, since a program has to listen before it has to know them.
 */
public final class StackingCatalog {
    private final List<Rtos> rtoses;
    private final List<Architecture> architectures;
    private final List<StackingModel> users;
    private @Nullable List<StackingModel> builtIn;

    private StackingCatalog(List<Rtos> rtoses, List<Architecture> architectures, List<StackingModel> users) {
        this.rtoses = List.copyOf(rtoses);
        this.architectures = List.copyOf(architectures);
        this.users = List.copyOf(users);
    }

    /**
     * Reads the user's files.
     *
     * @param rtoses whose {@link Rtos#stackings()} are read later; a user's file must be for one of them
     * @param architectures whose {@link Architecture#stackings()} are read later; a user's file must be for one of them
     * @param files the user's own
     * @throws StackingFormatException when one of them cannot be used
     * @throws IOException when one of them cannot be read; its message names it
     */
    public static StackingCatalog load(List<Rtos> rtoses, List<Architecture> architectures, List<Path> files)
            throws StackingFormatException, IOException {
        List<StackingModel> users = new ArrayList<>();
        for (Path file : files) {
            String text;
            try {
                text = Files.readString(file);
            } catch (NoSuchFileException e) {
                throw new IOException(file + ": no such file", e);
            } catch (IOException e) {
                throw new IOException(file + ": cannot be read: " + reason(e), e);
            }
            StackingModel model = StackingModel.parse(text, file.toString());
            StackingModel.Header header = model.header();
            known(header, "rtos", header.rtos(), rtoses.stream().map(Rtos::id));
            for (String id : header.architectures()) {
                known(header, "architecture", id, architectures.stream().map(Architecture::id));
            }
            checkRegisters(model, architectures);
            users.add(model);
        }
        return new StackingCatalog(rtoses, architectures, users);
    }

    /**
     * The plug-ins' files.
     *
     * @throws IllegalStateException when one of them cannot be used: its plug-in is at fault
     */
    private synchronized List<StackingModel> builtIn() {
        List<StackingModel> known = builtIn;
        if (known == null) {
            List<StackingModel> models = new ArrayList<>();
            Stream.concat(
                            rtoses.stream().flatMap(rtos -> rtos.stackings().stream()),
                            architectures.stream().flatMap(architecture -> architecture.stackings().stream()))
                    .forEach(url -> models.add(builtIn(url)));
            known = List.copyOf(models);
            builtIn = known;
        }
        return known;
    }

    private StackingModel builtIn(URL url) {
        try (InputStream in = url.openStream()) {
            String path = url.getPath();
            StackingModel model = StackingModel.parse(
                    new String(in.readAllBytes(), StandardCharsets.UTF_8), path.substring(path.lastIndexOf('/') + 1));
            checkRegisters(model, architectures);
            return model;
        } catch (StackingFormatException | IOException e) {
            throw new IllegalStateException("a built-in stacking file cannot be used: " + e.getMessage(), e);
        }
    }

    private static void checkRegisters(StackingModel model, List<Architecture> architectures)
            throws StackingFormatException {
        for (Architecture architecture : architectures) {
            if (model.header().architectures().contains(architecture.id())) {
                RegisterCheck.check(model, architecture);
            }
        }
    }

    /** The message of such an exception begins with the file's name, or is nothing else. */
    private static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException ignored -> "permission denied";
            case CharacterCodingException ignored -> "no UTF-8 text: expected a stacking file";
            case FileSystemException other when other.getReason() != null -> other.getReason();
            default -> String.valueOf(e.getMessage());
        };
    }

    private static void known(StackingModel.Header header, String what, String id, Stream<String> ids)
            throws StackingFormatException {
        List<String> expected = ids.sorted().toList();
        if (!expected.contains(id)) {
            throw new StackingFormatException("%s: %s \"%s\": expected one of %s"
                    .formatted(header.origin(), what, id, String.join(", ", expected)));
        }
    }

    /** All models, the user's first. */
    public List<StackingModel> all() {
        List<StackingModel> all = new ArrayList<>(users);
        all.addAll(builtIn());
        return List.copyOf(all);
    }

    /** The models to choose from for an RTOS and an architecture: the user's when there are any, else the built-in. */
    public List<StackingModel> models(String rtos, String architecture) {
        List<StackingModel> own = matching(users, rtos, architecture);
        return own.isEmpty() ? matching(builtIn(), rtos, architecture) : own;
    }

    /** Symbols that the models for an RTOS ask about: ask gdb for these too. */
    public Set<String> symbols(String rtos) {
        return all().stream()
                .filter(m -> m.header().rtos().equals(rtos))
                .flatMap(m -> m.symbols().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static List<StackingModel> matching(List<StackingModel> models, String rtos, String architecture) {
        return models.stream()
                .filter(m -> m.header().rtos().equals(rtos)
                        && m.header().architectures().contains(architecture))
                .toList();
    }
}
