package org.tcbridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.tcbridge.it.kit.ExpectedThread;
import org.tcbridge.it.kit.MiValue;
import org.tcbridge.it.kit.Session;
import org.tcbridge.it.kit.ThreadXFirmware;
import org.tcbridge.it.tools.RequiresTool;

/** Every thread of every firmware laid out as ThreadX, as gdb shows it at {@code all_parked}: all that the firmware promises. */
@RequiresTool({"gdb-multiarch", "qemu-system-arm"})
@ParameterizedClass
@EnumSource(ThreadXFirmware.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class ThreadXThreadsIT {
    /** By name; the one without a name by the empty string. */
    private final Map<String, MiValue> threads = new LinkedHashMap<>();

    @Parameter
    private ThreadXFirmware firmware;

    private Session session;

    @BeforeParameterizedClassInvocation
    void stopAtAllParked() throws Exception {
        session = Session.parked(firmware);
        for (MiValue thread : session.gdb().run("-thread-info").list("threads")) {
            threads.put(thread.has("name") ? thread.text("name") : "", thread);
        }
    }

    @AfterParameterizedClassInvocation
    void end() {
        session.close();
    }

    /** What {@code info threads} shows before the frames. A thread without a name is numbered by its control block's address. */
    @Test
    void everyThreadIsShown() throws Exception {
        List<String> expected = new ArrayList<>();
        int number = 1;
        for (ExpectedThread thread : firmware.threads()) {
            long tcb = address(thread.tcb());
            long id = thread.runs() ? 1 : thread.name().isEmpty() ? tcb : ++number;
            String name = thread.name().isEmpty() ? "" : " \"" + thread.name() + "\"";
            String block = thread.name().isEmpty() ? ", control block " + hex(tcb) : "";
            String base = thread.priority() == thread.userPriority() ? "" : " (base " + thread.userPriority() + ")";
            expected.add("Thread 1.%d%s (%s, priority %d%s%s)"
                    .formatted(id, name, state(thread), thread.priority(), base, block));
        }

        String[] lines = session.gdb().cli("info threads").split("\n", -1);
        int frames = lines[0].indexOf("Frame");
        List<String> shown = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            shown.add(lines[i].substring(lines[i].indexOf("Thread"), frames).stripTrailing());
        }

        assertThat(shown).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(lines[1]).startsWith("* 1 ");
    }

    private String state(ExpectedThread thread) throws Exception {
        String kind = switch (thread.state()) {
            case "QUEUE_SUSP" -> "queue";
            case "SEMAPHORE_SUSP" -> "semaphore";
            case "EVENT_FLAG" -> "event flags";
            case "BLOCK_MEMORY" -> "block pool";
            case "BYTE_MEMORY" -> "byte pool";
            case "MUTEX_SUSP" -> "mutex";
            default -> "";
        };
        if (kind.isEmpty()) {
            String state = thread.state().equals("SLEEP") ? "sleeping" : thread.state();
            return thread.runs() ? "running" : state.toLowerCase(Locale.ROOT);
        }
        String object = thread.waitsFor().equals("anonymous_permits")
                ? hex(address(thread.waitsFor()))
                : "\"" + thread.waitsFor() + "\"";
        return "blocked: TX_%s, %s %s".formatted(thread.state(), kind, object);
    }

    @Test
    void everyThreadHasItsBacktrace() throws Exception {
        for (ExpectedThread thread : firmware.threads()) {
            List<String> functions =
                    session.gdb().run("-stack-list-frames --thread " + id(thread)).list("stack").stream()
                            .map(frame -> frame.text("func"))
                            .toList();

            assertThat(functions).as(thread.name()).isEqualTo(thread.backtrace());
        }
    }

    @Test
    void everyParkedThreadHasItsRegisters() throws Exception {
        for (ExpectedThread thread : parked()) {
            Map<String, String> promised = new TreeMap<>(thread.registers());
            promised.putAll(thread.fpRegisters());
            promised.replaceAll((name, value) -> resolved(value));
            promised.put("sp", hex(stackPointer(thread)));

            Map<String, String> shown = registers(thread);
            shown.keySet().retainAll(promised.keySet());

            assertThat(shown).as(thread.name()).containsExactlyInAnyOrderEntriesOf(promised);
        }
    }

    /** A thread that gave the processor up in a call has saved what calls preserve, and nothing else. */
    @Test
    void whatAFrameDoesNotHoldIsUnavailable() throws Exception {
        for (ExpectedThread thread : parked()) {
            Set<String> unavailable = new TreeSet<>();
            registers(thread).forEach((name, value) -> {
                if (value.equals("<unavailable>") && !name.matches("s\\d+")) {
                    unavailable.add(name);
                }
            });

            assertThat(unavailable).as(thread.name()).isEqualTo(notSaved(thread));
        }
    }

    private Set<String> notSaved(ExpectedThread thread) {
        boolean solicited = thread.frame().startsWith("solicited");
        Set<String> names = new TreeSet<>(solicited ? Set.of("r0", "r1", "r2", "r3", "r12") : Set.of());
        int doubles = switch (firmware) {
            case CORTEX_M4F -> 16;
            case ARM926 -> 0;
            case CORTEX_A9 -> 32;
        };
        int missing = !thread.usesFpu() ? doubles : solicited ? 8 : 0;
        IntStream.range(0, missing).forEach(n -> names.add("d" + n));
        if (doubles > 0 && !thread.usesFpu()) {
            names.add("fpscr");
        }
        return names;
    }

    private List<ExpectedThread> parked() {
        List<ExpectedThread> parked =
                firmware.threads().stream().filter(thread -> !thread.runs()).toList();
        assertThat(parked).hasSize(22);
        return parked;
    }

    private String id(ExpectedThread thread) {
        return Objects.requireNonNull(threads.get(thread.name()), thread.name()).text("id");
    }

    /** Behind the frame; on Cortex-M the hardware may have skipped a word to align its part (stacked xPSR, bit 9). */
    private long stackPointer(ExpectedThread thread) throws Exception {
        String frame = "((unsigned int *) " + thread.tcb() + ".tx_thread_stack_ptr)";
        int words = switch (thread.frame()) {
            case "basic" -> 17;
            case "fp" -> 51;
            case "interrupt" -> 17;
            case "interrupt fp" -> 82;
            case "solicited" -> 11;
            case "solicited fp" -> 60;
            default -> throw new AssertionError(thread.frame());
        };
        int status = thread.usesFpu() ? 32 : 16;
        String alignment = firmware.isCortexM() ? "((" + frame + "[" + status + "] >> 9) & 1)" : "0";
        return session.gdb().number("(unsigned int) (" + frame + " + " + words + " + " + alignment + ")");
    }

    /** Those that the firmware knows of. */
    private Map<String, String> registers(ExpectedThread thread) throws Exception {
        List<String> names = session.gdb().run("-data-list-register-names").list("register-names").stream()
                .map(name -> ((MiValue.Text) name).text())
                .toList();
        String numbers = IntStream.range(0, names.size())
                .filter(n -> names.get(n).matches("[rd]\\d+|s[p0-9]\\d*|lr|pc|[cx]psr|fpscr"))
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(" "));
        Map<String, String> values = new TreeMap<>();
        for (MiValue register : session.gdb()
                .run("-data-list-register-values --thread " + id(thread) + " x " + numbers)
                .list("register-values")) {
            // with NEON a double register is a union
            String value = register.text("value").replaceFirst("^\\{.* u64 = (\\S+), .*", "$1");
            values.put(names.get(Integer.parseInt(register.text("number"))), value);
        }
        return values;
    }

    private String resolved(String promise) {
        try {
            return switch (promise.charAt(0)) {
                case '*' -> hex(session.gdb().number("*(unsigned int *) &" + promise.substring(1)));
                case '&' -> hex(session.gdb().number("(unsigned int) " + promise));
                default -> hex(Long.parseUnsignedLong(promise.substring(2), 16));
            };
        } catch (Exception e) {
            throw new AssertionError(promise, e);
        }
    }

    private long address(String object) throws Exception {
        return session.gdb().number("(unsigned int) &" + object);
    }

    private static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }
}
