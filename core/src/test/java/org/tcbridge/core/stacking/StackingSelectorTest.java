package org.tcbridge.core.stacking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tcbridge.core.stacking.Toy.BIG;
import static org.tcbridge.core.stacking.Toy.NO_SYMBOLS;
import static org.tcbridge.core.stacking.Toy.TOY;
import static org.tcbridge.core.stacking.Toy.task;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tcbridge.core.arch.Architecture;
import org.tcbridge.core.rtos.Rtos;
import org.tcbridge.core.rtos.RtosView;
import org.tcbridge.core.rtos.Snapshot;
import org.tcbridge.core.rtos.Task;
import org.tcbridge.core.symbol.Symbols;

class StackingSelectorTest {
    private static final long AT = 0x1000;

    /** Frames of kind 1 have the kind first, those of kind 2 the pc. */
    private static final String ONE =
            "frame = [\"KIND\", \"pc\"]\ncheck = [\"KIND == 1\", \"pc != 0\"]\nregisters.sp = \"top\"\n";

    private static final String TWO =
            "frame = [\"pc\", \"KIND\", \"-:4\"]\ncheck = [\"KIND == 2\"]\nregisters.sp = \"top\"\n";

    @TempDir
    private Path folder;

    /** An RTOS that brings stacking files. */
    private record Os(List<URL> stackings) implements Rtos {
        @Override
        public String id() {
            return "os";
        }

        @Override
        public String title() {
            return "An RTOS";
        }

        @Override
        public List<Set<String>> requiredSymbols() {
            return List.of();
        }

        @Override
        public Set<String> optionalSymbols() {
            return Set.of();
        }

        @Override
        public RtosView attach(Symbols symbols, Optional<ByteOrder> order, int pointerBytes) {
            throw new IllegalStateException("not attached in these tests");
        }
    }

    private Path file(String id, String text) throws IOException {
        return Files.writeString(folder.resolve(id + ".toml"), Toy.HEAD.replace("\"m\"", '"' + id + '"') + text);
    }

    private StackingCatalog builtIn(Path... files) throws IOException, StackingFormatException {
        return StackingCatalog.load(List.of(new Os(urls(files))), List.of(TOY), List.of());
    }

    private static List<URL> urls(Path... files) throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (Path file : files) {
            urls.add(file.toUri().toURL());
        }
        return urls;
    }

    private static Selection choose(StackingCatalog catalog, Symbols symbols, Ram ram, Task... tasks) {
        return StackingSelector.choose(
                List.of(TOY),
                catalog,
                "os",
                symbols,
                ram,
                Set.of(),
                new Snapshot.Tasks(List.of(tasks), BIG, List.of()));
    }

    private static String chosen(Selection selection) {
        return switch (selection) {
            case Selection.Chosen(BoundStacking stacking, String reason) ->
                stacking.model().header().id() + " because " + reason;
            case Selection.None(String reason) -> "none because " + reason;
        };
    }

    @Test
    void mostFramesDecide() throws Exception {
        Ram ram = new Ram(AT, 256)
                .put(AT, "00000001 00000010 00000000")
                .put(AT + 0x10, "00000020 00000002 00000000")
                .put(AT + 0x20, "00000030 00000002 00000000");

        Selection selection = choose(
                builtIn(file("one", ONE), file("two", TWO)),
                NO_SYMBOLS,
                ram,
                task(AT),
                task(AT + 0x10),
                task(AT + 0x20));

        assertThat(chosen(selection)).isEqualTo("two because two: 2 of 3 frames fit; one: 1 of 3 frames fit");
        assertThat(ram.reads).containsExactly("0x1000 12", "0x1010 12", "0x1020 12");
    }

    @Test
    void aTieGoesToSymbolsThenChecksThenRank() throws Exception {
        Ram ram = new Ram(AT, 256);
        String plain = "frame = [\"pc\"]\nregisters.sp = \"top\"\n";
        Path a = file("a", plain);
        Path checked = file("checked", "check = [\"pc == 0\"]\n" + plain);
        Path hinted = file("hinted", "symbols = [\"hint\"]\n" + plain);
        Path first = file("first", "rank = -1\n" + plain);
        String tie = " frames fit; a tie, broken by symbols, checks, rank";

        assertThat(chosen(choose(builtIn(a, checked, hinted), Toy.symbols(Map.of("hint", 1L)), ram, task(AT))))
                .isEqualTo("hinted because hinted: 1 of 1 frames fit; checked: 1 of 1 frames fit; a: 1 of 1" + tie);
        assertThat(chosen(choose(builtIn(a, checked, hinted), NO_SYMBOLS, ram, task(AT))))
                .startsWith("checked because ");
        assertThat(chosen(choose(builtIn(a, hinted, first), NO_SYMBOLS, ram, task(AT))))
                .startsWith("first because ");
        assertThat(chosen(choose(builtIn(a, hinted), NO_SYMBOLS, ram, task(AT))))
                .startsWith("a because ");
        assertThat(chosen(choose(builtIn(hinted, a), NO_SYMBOLS, ram, task(AT))))
                .startsWith("hinted because ");
    }

    @Test
    void eightTasksAreEnoughUnlessTheyDoNotDecide() throws Exception {
        Ram ram = new Ram(AT, 0x400);
        Task[] tasks =
                Stream.iterate(AT, a -> a + 0x10).limit(20).map(Toy::task).toArray(Task[]::new);
        for (Task task : tasks) {
            ram.put(task.stackPointer(), "00000001 00000002");
        }
        String same = "frame = [\"KIND\", \"pc\"]\ncheck = [\"KIND == 1\", \"pc != 3\"]\nregisters.sp = \"top\"\n";

        assertThat(chosen(choose(
                        builtIn(file("one", ONE), file("far", TWO.replace("== 2", "== 9"))), NO_SYMBOLS, ram, tasks)))
                .isEqualTo("one because one: 8 of 8 frames fit; far: 0 of 8 frames fit");
        assertThat(ram.reads).hasSize(8);
        ram.reads.clear();
        // the one frame that tells them apart is not among the first eight
        ram.put(tasks[1].stackPointer() + 4, "00000003");
        assertThat(chosen(choose(builtIn(file("same", same), file("one", ONE)), NO_SYMBOLS, ram, tasks)))
                .isEqualTo("one because one: 20 of 20 frames fit; same: 19 of 20 frames fit");
        assertThat(ram.reads).hasSize(20);
    }

    @Test
    void memoryThatEndsIsAskedForOncePerLength() throws Exception {
        Ram ram = new Ram(AT, 8).put(AT, "00000001 00000010");

        Selection selection =
                choose(builtIn(file("one", ONE), file("two", TWO), file("three", ONE)), NO_SYMBOLS, ram, task(AT));

        assertThat(chosen(selection)).startsWith("one because one: 1 of 1 frames fit; three: 1 of 1");
        assertThat(ram.reads).containsExactly("0x1000 12", "0x1000 8");
    }

    @Test
    void noneFits() throws Exception {
        assertThat(chosen(choose(builtIn(file("one", ONE)), NO_SYMBOLS, new Ram(AT, 64), task(AT))))
                .isEqualTo("none because no stacking model fits any of 1 tasks:"
                        + " one: frame at 0x1000: KIND == 1 does not hold (KIND = 0x0)");
    }

    @Test
    void nobodyToAsk() throws Exception {
        assertThat(chosen(choose(builtIn(file("one", ONE)), NO_SYMBOLS, new Ram(AT, 64))))
                .isEqualTo("none because no parked task to judge stacking models by");
        assertThat(chosen(choose(builtIn(), NO_SYMBOLS, new Ram(AT, 64), task(AT))))
                .isEqualTo("none because no stacking model for os on toy");
    }

    @Test
    void theUsersOwnFileIsPreferredForItsPair() throws Exception {
        StackingCatalog catalog =
                StackingCatalog.load(List.of(new Os(urls(file("one", ONE)))), List.of(TOY), List.of(file("mine", TWO)));
        Ram ram = new Ram(AT, 64).put(AT, "00000001 00000010 00000000");

        assertThat(catalog.all()).extracting(m -> m.header().id()).containsExactly("mine", "one");
        assertThat(chosen(choose(catalog, NO_SYMBOLS, ram, task(AT))))
                .startsWith("none because no stacking model fits any of 1 tasks: mine:");
    }

    @Test
    void theCatalogKnowsItsSymbols() throws Exception {
        StackingCatalog catalog =
                builtIn(file("one", "symbols = [\"a\"]\n" + ONE), file("two", "symbols = [\"b\"]\n" + TWO));

        assertThat(catalog.symbols("os")).containsExactlyInAnyOrder("a", "b");
        assertThat(catalog.symbols("other")).isEmpty();
    }

    @Test
    void aPluginsFilesAreReadWhenTheyAreAskedForAndThenKept() throws Exception {
        Path file = file("late", "symbols = [\"a\"]\n" + ONE);
        String text = Files.readString(file);
        Files.writeString(file, "no stacking file");
        StackingCatalog catalog = builtIn(file);

        assertThatThrownBy(catalog::all)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("a built-in stacking file cannot be used: late.toml:1:4: ");
        Files.writeString(file, text);
        assertThat(catalog.symbols("os")).containsExactly("a");
        Files.delete(file);
        assertThat(catalog.all()).hasSize(1);
    }

    @Test
    void aUsersFileIsForSomethingThatExists() throws Exception {
        Path file = file("mine", ONE);

        assertThatThrownBy(
                        () -> StackingCatalog.load(List.of(new Os(List.of())), List.<Architecture>of(), List.of(file)))
                .hasMessage(file + ": architecture \"toy\": expected one of ");
        assertThatThrownBy(() -> StackingCatalog.load(List.of(), List.of(TOY), List.of(file)))
                .hasMessage(file + ": rtos \"os\": expected one of ");
        Path absent = folder.resolve("absent.toml");
        assertThatThrownBy(() -> StackingCatalog.load(List.of(), List.of(TOY), List.of(absent)))
                .isInstanceOf(IOException.class)
                .hasMessage(absent + ": no such file");
    }
}
