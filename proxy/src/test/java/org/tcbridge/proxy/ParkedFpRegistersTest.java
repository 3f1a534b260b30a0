package org.tcbridge.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tcbridge.proxy.FpuFirmware.Port;
import org.tcbridge.rsp.kit.Gdb13;
import org.tcbridge.rsp.kit.LeakRecorder;

/** Floating-point registers of parked tasks: d and s are views of the same words of the frame, and fpscr is beside them. */
@ExtendWith(LeakRecorder.Check.class)
class ParkedFpRegistersTest {
    private static final String UNAVAILABLE = "xx";

    private static Gdb13 selected(Rig rig, String task) {
        Gdb13 gdb = rig.attach();
        gdb.select(gdb.id(task));
        return gdb;
    }

    private static String p(Gdb13 gdb, int number) {
        return gdb.ask("p%x".formatted(number));
    }

    @ParameterizedTest
    @EnumSource
    void eachAlone(Port port) {
        FpuFirmware cpu = new FpuFirmware(port, false);
        try (Rig rig = cpu.rig()) {
            Gdb13 gdb = selected(rig, FpuFirmware.USES_FPU);
            rig.server().forget();

            for (int i = 0; i < port.doubles; i++) {
                assertThat(p(gdb, FpuFirmware.D0 + i)).as("d%d", i).isEqualTo(FpuFirmware.twoWords(i));
            }
            for (int i = 0; i < 32; i++) {
                assertThat(p(gdb, FpuFirmware.S0 + i)).as("s%d", i).isEqualTo(Firmware.hex(FpuFirmware.single(i)));
            }
            assertThat(p(gdb, FpuFirmware.FPSCR)).isEqualTo(Firmware.hex(FpuFirmware.fpscr()));
            assertThat(p(gdb, Firmware.SP))
                    .isEqualTo(Firmware.hex(cpu.firmware().value(FpuFirmware.USES_FPU, Firmware.SP)));
            assertThat(p(gdb, Firmware.PC))
                    .isEqualTo(Firmware.hex(cpu.firmware().value(FpuFirmware.USES_FPU, Firmware.PC)));

            assertThat(rig.server().count("[pPgG].*"))
                    .as("the CPU is not asked")
                    .isZero();
        }
    }

    /** As far as the reply goes: all d registers, of the s registers none, fpscr behind them. */
    @ParameterizedTest
    @EnumSource
    void inG(Port port) {
        FpuFirmware cpu = new FpuFirmware(port, true);
        try (Rig rig = cpu.rig()) {
            Gdb13 gdb = selected(rig, FpuFirmware.USES_FPU);

            String g = gdb.ask("g");

            assertThat(g).hasSize(2 * cpu.gBytes());
            for (int i = 0; i < port.doubles; i++) {
                assertThat(g.substring(2 * Firmware.GENERAL + 16 * i).substring(0, 16))
                        .as("d%d", i)
                        .isEqualTo(FpuFirmware.twoWords(i));
            }
        }
    }

    /** A task that has not used the FPU has nothing saved: not zero, and not what the CPU holds. */
    @ParameterizedTest
    @EnumSource
    void ofATaskThatDoesNotUseTheFpuThereAreNone(Port port) {
        FpuFirmware cpu = new FpuFirmware(port, true);
        try (LogCapture log = new LogCapture();
                Rig rig = cpu.rig()) {
            Gdb13 gdb = selected(rig, "comms");

            assertThat(p(gdb, FpuFirmware.D0 + 9)).isEqualTo(UNAVAILABLE.repeat(8));
            assertThat(p(gdb, FpuFirmware.S0 + 9)).isEqualTo(UNAVAILABLE.repeat(4));
            assertThat(p(gdb, FpuFirmware.FPSCR)).isEqualTo(UNAVAILABLE.repeat(4));
            assertThat(gdb.ask("g").substring(2 * Firmware.GENERAL)).matches("x+");
            assertThat(p(gdb, 4)).isEqualTo(Firmware.hex(cpu.firmware().value("comms", 4)));

            assertThat(gdb.ask("P%x=0000000000000000".formatted(FpuFirmware.D0 + 9)))
                    .isEqualTo("E.task comms: its saved frame does not hold d9");
            assertThat(gdb.ask("P%x=00000000".formatted(FpuFirmware.FPSCR))).startsWith("E.");
            assertThat(cpu.firmware().machine().writes()).isEmpty();
            assertThat(log.lines()).anyMatch(line -> line.contains("task comms: its saved frame does not hold d9"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenInOneViewIsReadInTheOther(Port port) {
        FpuFirmware cpu = new FpuFirmware(port, false);
        try (Rig rig = cpu.rig()) {
            Gdb13 gdb = selected(rig, FpuFirmware.USES_FPU);

            assertThat(gdb.ask("P%x=0000c03f".formatted(FpuFirmware.S0 + 21))).isEqualTo("OK");
            assertThat(p(gdb, FpuFirmware.D0 + 10)).isEqualTo(Firmware.hex(FpuFirmware.single(20)) + "0000c03f");
            assertThat(gdb.ask("P%x=1122334455667788".formatted(FpuFirmware.D0 + 3)))
                    .isEqualTo("OK");
            assertThat(p(gdb, FpuFirmware.S0 + 6)).isEqualTo("11223344");
            assertThat(p(gdb, FpuFirmware.S0 + 7)).isEqualTo("55667788");
            assertThat(gdb.ask("P%x=00000001".formatted(FpuFirmware.FPSCR))).isEqualTo("OK");
            assertThat(p(gdb, FpuFirmware.FPSCR)).isEqualTo("00000001");

            assertThat(cpu.firmware().machine().writes()).allMatch(write -> write.startsWith("M"));
            assertThat(Firmware.hex(cpu.firmware().word(cpu.place("s21")))).isEqualTo("0000c03f");
            assertThat(Firmware.hex(cpu.firmware().word(cpu.place("s6")))).isEqualTo("11223344");
            assertThat(Firmware.hex(cpu.firmware().word(cpu.place("s7")))).isEqualTo("55667788");
            assertThat(Firmware.hex(cpu.firmware().word(cpu.place("fpscr")))).isEqualTo("00000001");
        }
    }

    @ParameterizedTest
    @EnumSource
    void allAtOnce(Port port) {
        FpuFirmware cpu = new FpuFirmware(port, true);
        try (Rig rig = cpu.rig()) {
            Gdb13 gdb = selected(rig, FpuFirmware.USES_FPU);
            String g = gdb.ask("g");
            String changed = g.replace(FpuFirmware.twoWords(2), "1122334455667788");

            assertThat(gdb.ask("G" + changed)).isEqualTo("OK");

            assertThat(gdb.ask("g")).isEqualTo(changed);
            assertThat(p(gdb, FpuFirmware.S0 + 5)).isEqualTo("55667788");
            assertThat(Firmware.hex(cpu.firmware().word(cpu.place("s4")))).isEqualTo("11223344");
        }
    }
}
