package org.tcbridge.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.tcbridge.rsp.kit.Gdb13;
import org.tcbridge.rsp.kit.Quirk;
import org.tcbridge.rsp.kit.Stub;

/** A proxy that evaluates conditions of breakpoints, a server that knows none, and a breakpoint where the running task is. */
abstract class ConditionalBreakpoint {
    /** Where the running task is. */
    static final String HERE = "8000150,2";

    static final String ELSEWHERE = "8000160,2";

    /** {@code r0 == 3}, as gdb 13 compiles it. */
    static final String R0_IS_3 = "2600002a2022032a201327";

    /** {@code *(int *) 0x20000040 == 5}. */
    static final String WORD_IS_5 = "24200000401922051327";

    static final long WORD = 0x2000_0040L;

    final Firmware firmware = Firmware.described();

    Rig rig(Quirk... further) {
        return Rig.evaluating(firmware, Rig.with(further));
    }

    /** The second insertion at this place is refused. */
    static Quirk refusesTheSecondInsertion() {
        return new Quirk() {
            private int insertions;

            @Override
            public Optional<List<String>> answer(String command, Stub stub) {
                return command.equals("Z0," + HERE) && ++insertions == 2
                        ? Optional.of(List.of("E0e"))
                        : Optional.empty();
            }
        };
    }

    /** A client that knows the tasks; only then is the target's byte order known. */
    static Gdb13 attach(Rig rig) {
        Gdb13 gdb = rig.attach();
        gdb.threads();
        rig.server().forget();
        return gdb;
    }

    /** The tail of a Z packet. */
    static String conditions(String... bytecodes) {
        StringBuilder tail = new StringBuilder(";");
        for (String bytecode : bytecodes) {
            tail.append("X%x,%s".formatted(bytecode.length() / 2, bytecode));
        }
        return tail.toString();
    }

    void r0(long value) {
        firmware.machine().pokeRegister(1, 0, HexFormat.of().parseHex(Firmware.hex(value)));
    }

    void pc(long value) {
        firmware.machine().pokeRegister(1, Firmware.PC, HexFormat.of().parseHex(Firmware.hex(value)));
    }

    /** What reached the server but for the kernel's variables. */
    static List<String> motions(Rig rig) {
        return rig.server().commands().stream()
                .filter(c -> c.matches("[Zz].*|vCont;.*|[csCS].*|\3"))
                .toList();
    }

    /** A hit is told of as it was before conditions were evaluated here. */
    void isTold(Rig rig, Gdb13 gdb) {
        gdb.wire().send("vCont;c");
        rig.server().stop("T05thread:1;");

        assertThat(gdb.receive()).isEqualTo("T05hwbreak:;thread:1;");
        assertThat(rig.server().count("vCont;s.*|z.*")).isZero();
    }
}
