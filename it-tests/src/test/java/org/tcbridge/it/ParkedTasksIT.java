package org.tcbridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.tcbridge.it.kit.ExpectedTask;
import org.tcbridge.it.kit.Firmware;
import org.tcbridge.it.kit.GdbMi;
import org.tcbridge.it.kit.MiValue;
import org.tcbridge.it.kit.Session;
import org.tcbridge.it.tools.RequiresTool;

/** Every task of every firmware, as gdb shows it when the target stops at {@code all_parked}: all that the firmware promises. */
@RequiresTool({"gdb-multiarch", "qemu-system-arm", "mb-gdb", "qemu-system-microblaze", "qemu-system-microblazeel"})
@ParameterizedClass
@EnumSource(Firmware.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class ParkedTasksIT {
    private final Map<String, MiValue> threads = new LinkedHashMap<>();

    @Parameter
    private Firmware firmware;

    private Session session;

    @BeforeParameterizedClassInvocation
    void stopAtAllParked() throws Exception {
        session = Session.parked(firmware);
        for (MiValue thread : session.gdb().run("-thread-info").list("threads")) {
            threads.put(thread.text("name"), thread);
        }
    }

    @AfterParameterizedClassInvocation
    void end() {
        session.close();
    }

    /** The running task has the number that gdb saw at connect; then the others, in the order of their creation. */
    @Test
    void everyTaskIsAThread() throws Exception {
        Map<String, String> expected = new LinkedHashMap<>();
        int number = 1;
        for (ExpectedTask task : firmware.tasks()) {
            int id = task.runs() ? 1 : ++number;
            expected.put(task.name(), "%d = Thread 1.%d: %s".formatted(id, id, text(task)));
        }

        Map<String, String> shown = new LinkedHashMap<>();
        threads.forEach((name, thread) ->
                shown.put(name, thread.text("id") + " = " + thread.text("target-id") + ": " + thread.text("details")));

        assertThat(shown).containsExactlyInAnyOrderEntriesOf(expected);
    }

    /** The words that gdb shows, made from what the kernel's structures hold. */
    private String text(ExpectedTask task) throws Exception {
        GdbMi gdb = session.gdb();
        long waitsOn = gdb.number("(unsigned int) " + task.tcb() + ".xEventListItem.pxContainer");
        String detail = waitsOn == 0 ? "" : "event list 0x%x, ".formatted(waitsOn);
        if (gdb.number(task.tcb() + ".ucNotifyState[0]") == 1) {
            detail = "notification, ";
        }
        String state = switch (task.state()) {
            case "Blocked" ->
                "blocked: " + detail
                        + (task.list().equals("xSuspendedTaskList")
                                ? "no time limit"
                                : "until tick " + gdb.number(task.tcb() + ".xStateListItem.xItemValue"));
            case "Deleted" -> "deleted: until the idle task frees it";
            default -> task.state().toLowerCase(Locale.ROOT);
        };
        return state + ", priority " + task.priority();
    }

    @Test
    void everyTaskHasItsBacktrace() throws Exception {
        for (ExpectedTask task : firmware.tasks()) {
            List<String> functions = session.gdb().run("-stack-list-frames --thread " + id(task)).list("stack").stream()
                    .map(frame -> frame.text("func"))
                    .toList();

            assertThat(functions).as(task.name()).isEqualTo(task.backtrace());
        }
    }

    @Test
    void everyParkedTaskHasItsRegisters() throws Exception {
        for (ExpectedTask task : parked()) {
            Map<String, String> promised = new TreeMap<>();
            task.registers().forEach((name, value) -> promised.put(name, value));
            task.fpRegisters().forEach((name, value) -> promised.put(name, value));
            promised.replaceAll((name, value) -> resolved(value));
            promised.put(firmware.isArm() ? "sp" : "r1", hex(stackPointer(task)));

            Map<String, String> shown = registers(task);
            shown.keySet().retainAll(promised.keySet());

            assertThat(shown).as(task.name()).containsExactlyInAnyOrderEntriesOf(promised);
        }
    }

    @Test
    void whatAFrameDoesNotHoldIsUnavailable() throws Exception {
        for (ExpectedTask task : parked()) {
            Set<String> unavailable = new TreeSet<>();
            registers(task).forEach((name, value) -> {
                if (value.equals("<unavailable>")) {
                    unavailable.add(name);
                }
            });

            assertThat(unavailable).as(task.name()).isEqualTo(notSaved(task));
        }
    }

    private Set<String> notSaved(ExpectedTask task) {
        Set<String> names = new TreeSet<>();
        if (!firmware.isArm()) {
            names.addAll(List.of("rear", "resr", "rfsr", "rbtr", "redr", "rpid", "rzpr"));
            names.addAll(List.of("rtlbx", "rtlbsx", "rtlblo", "rtlbhi", "rslr", "rshr"));
            IntStream.range(0, 12).forEach(n -> names.add("rpvr" + n));
        } else if (firmware.hasFpu() && task.fpRegisters().isEmpty()) {
            IntStream.range(0, 16).forEach(n -> names.add("d" + n));
            IntStream.range(0, 32).forEach(n -> names.add("s" + n));
            names.add("fpscr");
        }
        return names;
    }

    /** As gdb's console user sees it; the same as through gdb/MI. */
    @Test
    void aThreadCanBeSelected() throws Exception {
        for (ExpectedTask task : parked()) {
            session.gdb().cli("thread " + id(task));

            assertThat(session.gdb().cli("bt"))
                    .as(task.name())
                    .contains(task.backtrace().getLast() + " ()");
            assertThat(hex(session.gdb().number("(unsigned int) $sp")))
                    .as(task.name())
                    .isEqualTo(hex(stackPointer(task)));
        }
        session.gdb().cli("thread 1");
    }

    private List<ExpectedTask> parked() {
        List<ExpectedTask> parked =
                firmware.tasks().stream().filter(task -> !task.runs()).toList();
        assertThat(parked).hasSize(16);
        return parked;
    }

    private String id(ExpectedTask task) {
        return Objects.requireNonNull(threads.get(task.name()), task.name()).text("id");
    }

    /** Behind the frame; on Cortex-M the hardware may have skipped a word to align its part (stacked xPSR, bit 9). */
    private long stackPointer(ExpectedTask task) throws Exception {
        String frame = "((unsigned int *) " + task.tcb() + ".pxTopOfStack)";
        if (!firmware.isArm()) {
            return session.gdb().number(frame + " + 33");
        }
        boolean fp = !task.fpRegisters().isEmpty();
        int software = 8 + firmware.controlWords() + (fp ? 16 : 0);
        int words = software + 8 + (fp ? 18 : 0);
        String alignment = "((" + frame + "[" + (software + 7) + "] >> 9) & 1)";
        return session.gdb().number("(unsigned int) (" + frame + " + " + words + " + " + alignment + ")");
    }

    private Map<String, String> registers(ExpectedTask task) throws Exception {
        List<String> names = session.gdb().run("-data-list-register-names").list("register-names").stream()
                .map(name -> ((MiValue.Text) name).text())
                .toList();
        Map<String, String> values = new TreeMap<>();
        for (MiValue register : session.gdb()
                .run("-data-list-register-values --thread " + id(task) + " x")
                .list("register-values")) {
            values.put(names.get(Integer.parseInt(register.text("number"))), register.text("value"));
        }
        return values;
    }

    private String resolved(String promise) {
        try {
            return switch (promise.charAt(0)) {
                case '*' -> hex(session.gdb().number("*(unsigned int *) &" + promise.substring(1)));
                case '&' -> hex(session.gdb().number("(unsigned int) " + promise));
                default -> hex(Long.parseLong(promise.substring(2), 16));
            };
        } catch (Exception e) {
            throw new AssertionError(promise, e);
        }
    }

    private static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }
}
