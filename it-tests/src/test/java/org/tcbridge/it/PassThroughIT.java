package org.tcbridge.it;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tcbridge.it.kit.Firmware;
import org.tcbridge.it.kit.GdbServer;
import org.tcbridge.it.kit.HostProgram;
import org.tcbridge.it.kit.OnFourTargets;
import org.tcbridge.it.kit.Qemu;
import org.tcbridge.it.kit.Tcbridge;
import org.tcbridge.it.kit.Traffic;
import org.tcbridge.it.tools.RequiresTool;
import org.tcbridge.it.tools.Tools;

/**
 * Where tcbridge has nothing to add nobody can tell that it is there: gdb prints the same, byte for byte, and the server sees
 * the same packets as without it.
 */
@RequiresTool({
    "gdb-multiarch",
    "qemu-system-arm",
    "mb-gdb",
    "qemu-system-microblaze",
    "qemu-system-microblazeel",
    "gdbserver",
    "gcc"
})
class PassThroughIT {
    private static final String[] FIRMWARE_SCRIPT = {
        "info threads",
        "info registers",
        "tbreak all_parked",
        "continue",
        "bt",
        "info threads",
        "x/64wx pxCurrentTCB",
        "print *pxCurrentTCB",
        "break shared_step",
        "continue",
        "finish",
        "delete",
        "watch work_count",
        "continue",
        "delete",
        "stepi 20",
        "next",
        "step",
        "set var work_count = 7",
        "print work_count",
        "info registers",
        "monitor info registers",
        "monitor no_such_command",
        "print *(int *) 0xfffffff0",
        "load",
        "compare-sections",
        "find &task_pool, +sizeof(task_pool), (char) 'b', (char) 'u', (char) 's', (char) 'y'",
        "detach"
    };

    private static final String[] HOST_SCRIPT = {
        "info threads",
        "break add",
        "continue",
        "bt",
        "info threads",
        "thread apply all bt",
        "continue 2",
        "info registers rip rsp rbp",
        "finish",
        "delete",
        "watch total",
        "continue",
        "continue",
        "delete",
        "break fast if number == 3",
        "continue",
        "print fast(5)",
        "stepi 30",
        "next",
        "x/16xb $sp",
        "set var total = 1000",
        "until done",
        "info auxv",
        "info proc",
        "info sharedlibrary",
        "dump memory /dev/null $sp $sp+65536",
        "delete",
        "continue"
    };

    @TempDir
    private static Path folder;

    private static Path host = Path.of("");

    @BeforeAll
    static void compile() throws Exception {
        host = HostProgram.compile(folder);
    }

    @OnFourTargets
    void qemu(Firmware firmware) throws Exception {
        Traffic direct = firmware(firmware, Optional.empty());
        Traffic through = firmware(firmware, Optional.of(Tcbridge::plain));

        through.mustBe(direct);
    }

    private static Traffic firmware(Firmware firmware, Optional<Traffic.Proxy> proxy) throws Exception {
        try (Qemu qemu = Qemu.start(firmware)) {
            return Traffic.of(firmware.gdb(), Optional.of(firmware.elf()), qemu.port(), proxy, FIRMWARE_SCRIPT);
        }
    }

    @Test
    void gdbserver() throws Exception {
        Traffic direct = host(Optional.empty(), HOST_SCRIPT);
        Traffic through = host(Optional.of(Tcbridge::plain), HOST_SCRIPT);

        through.mustBe(direct);
    }

    /** An RTOS is looked for and not found: the server notices at most that. */
    @Test
    void gdbserverWithoutAnRtos() throws Exception {
        Traffic direct = host(Optional.empty(), HOST_SCRIPT);
        Traffic through = host(Optional.of(Tcbridge::before), HOST_SCRIPT);

        through.withoutSymbols().mustBe(direct.withoutSymbols());
    }

    private static Traffic host(Optional<Traffic.Proxy> proxy, String... script) throws Exception {
        try (GdbServer server = GdbServer.start(host)) {
            return Traffic.of(Tools.path("gdb-multiarch"), Optional.of(host), server.port(), proxy, script);
        }
    }
}
