package org.tcbridge.arm;

import java.net.URL;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.tcbridge.core.ResourceFolder;
import org.tcbridge.core.arch.Architecture;
import org.tcbridge.core.arch.ExceptionEntry;
import org.tcbridge.core.arch.TargetEvidence;
import org.tcbridge.core.memory.DataModel;
import org.tcbridge.core.memory.Memory;
import org.tcbridge.core.register.RegisterSet;

/** ARM M profile. */
public final class ArmM implements Architecture {
    /** Bits of xPSR: the exception that is handled (Armv7-M ARM, B1.4.2). */
    static final int EXCEPTION_NUMBER = 0x1ff;

    private static final String STATUS = "xpsr";
    private static final Set<String> NAMES =
            ArmRegisters.names(STATUS, "control", "primask", "basepri", "faultmask", "msp", "psplim", "msplim", "vpr");

    /** The main stack is the handlers' one, and the masks are the CPU's (Armv7-M ARM, B1.4.1, B1.4.3). */
    private static final Set<String> SHARED = Set.of("msp", "msplim", "primask", "basepri", "faultmask");

    /** Exceptions by number; interrupts follow (Armv8-M ARM, "Exception numbers"). */
    private static final List<String> EXCEPTIONS = List.of(
            "thread mode",
            "Reset",
            "NMI",
            "HardFault",
            "MemManage",
            "BusFault",
            "UsageFault",
            "SecureFault",
            "reserved",
            "reserved",
            "reserved",
            "SVCall",
            "DebugMonitor",
            "reserved",
            "PendSV",
            "SysTick");

    /** Called by {@link java.util.ServiceLoader}. */
    public ArmM() {}

    @Override
    public String id() {
        return "arm-m";
    }

    @Override
    public String title() {
        return "ARM M profile (Cortex-M)";
    }

    @Override
    public int pointerBytes() {
        return Integer.BYTES;
    }

    @Override
    public List<ByteOrder> byteOrders() {
        return List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN);
    }

    @Override
    public Fit recognise(TargetEvidence evidence) {
        return Profile.MICROCONTROLLER.fit(evidence);
    }

    @Override
    public Optional<RegisterSet> defaultRegisters(int gBytes) {
        return ArmRegisters.microcontroller(gBytes, STATUS);
    }

    /** A parked task's {@code psp} is its stack pointer: tasks run on the process stack (Arm ARM, "The stack pointer"). */
    @Override
    public String canonicalName(String register) {
        String name = ArmRegisters.canonicalName(register, "cpsr", STATUS);
        return name.equals("psp") ? "sp" : name;
    }

    @Override
    public Set<String> registerNames() {
        return NAMES;
    }

    @Override
    public List<String> parts(String register) {
        return ArmRegisters.parts(register);
    }

    /** M profile is Thumb only: kind 2 (GDB manual, "ARM Breakpoint Kinds"). */
    @Override
    public int breakpointKind(Function<String, OptionalLong> registers) {
        return ArmRegisters.THUMB_KIND;
    }

    @Override
    public Optional<String> handler(Function<String, OptionalLong> registers) {
        OptionalLong xpsr = registers.apply(STATUS);
        int number = xpsr.isPresent() ? (int) xpsr.getAsLong() & EXCEPTION_NUMBER : 0;
        return number == 0 ? Optional.empty() : Optional.of("exception " + number + " (" + name(number) + ")");
    }

    /**
     * PendSV does it (FreeRTOS-Kernel V11.1 {@code portable/GCC/ARM_CM4F/port.c}, {@code xPortPendSVHandler}; ThreadX 6.4 {@code
     * ports/cortex_m4/gnu/src/tx_thread_schedule.S}, {@code PendSV_Handler}).
     */
    @Override
    public Optional<String> handlerStatus() {
        return Optional.of(STATUS);
    }

    @Override
    public Optional<ExceptionEntry> exceptionEntry() {
        return Optional.of(new ArmMExceptionEntry());
    }

    @Override
    public List<URL> stackings() {
        return ResourceFolder.list(ArmM.class, "stacking");
    }

    @Override
    public boolean isShared(String register) {
        return SHARED.contains(register);
    }

    private static String name(int number) {
        return number < EXCEPTIONS.size() ? EXCEPTIONS.get(number) : "IRQ " + (number - EXCEPTIONS.size());
    }

    @Override
    public Set<String> startUpSymbols() {
        return ArmRegisters.START_UP;
    }

    @Override
    public boolean onResetStack(Function<String, OptionalLong> registers, Memory memory, DataModel data) {
        OptionalLong sp = registers.apply("sp");
        return sp.isPresent()
                && handler(registers).isEmpty()
                && ArmMExceptionEntry.onResetStack(sp.getAsLong(), memory, data);
    }
}
