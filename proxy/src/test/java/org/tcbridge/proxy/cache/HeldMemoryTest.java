package org.tcbridge.proxy.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tcbridge.core.symbol.ProgramSection;
import org.tcbridge.rsp.command.Breakpoint;
import org.tcbridge.rsp.command.BreakpointType;
import org.tcbridge.rsp.description.MemoryMap;

class HeldMemoryTest {
    private static final long CODE = 0x1000;
    private static final byte[] FILE = new byte[0x80];
    private static final byte[] OTHER = {1, 2};

    private static Breakpoint at(long address) {
        return new Breakpoint(BreakpointType.SOFTWARE, address, 2, "");
    }

    private static HeldMemory code() {
        ProgramSection section = new ProgramSection(CODE, FILE.length, false, true, ByteBuffer.wrap(FILE));
        HeldMemory memory = new HeldMemory(new Zones(CacheMode.CODE, List.of(section), new MemoryMap(List.of())));
        memory.halts(true);
        return memory;
    }

    /**
     * A server saves what it replaces by a breakpoint. Code that is written meanwhile is gone once the breakpoint is removed, and
     * the breakpoint that is put back is not what was there before.
     */
    @Test
    void aWriteEndsWhatIsKnownOfBreakpoints() {
        HeldMemory memory = code();
        memory.breakpoint(at(CODE), true, true);
        memory.changed();
        memory.put(CODE, OTHER);
        memory.breakpoint(at(CODE), false, true);
        assertThat(memory.get(CODE, 2)).isNull();
        memory.put(CODE, new byte[2]);

        memory.breakpoint(at(CODE), true, true);

        assertThat(memory.get(CODE, 2)).isNull();
    }

    @Test
    void bytesAreThoseOfTheBreakpointsState() {
        HeldMemory memory = code();
        memory.breakpoint(at(CODE), true, true);
        memory.put(CODE, OTHER);
        memory.breakpoint(at(CODE), false, true);
        memory.put(CODE, new byte[2]);

        memory.breakpoint(at(CODE), true, true);
        assertThat(memory.get(CODE, 2)).isEqualTo(OTHER);
        memory.breakpoint(at(CODE), false, true);
        assertThat(memory.get(CODE, 2)).isEqualTo(new byte[2]);
        memory.runs();
        assertThat(memory.get(CODE, 2)).as("a server may remove it only now").isNull();
    }

    @Test
    void aRangeAcrossLinesIsOneRange() {
        HeldMemory memory = code();
        memory.put(CODE + 0x30, new byte[0x20]);

        assertThat(memory.get(CODE + 0x3c, 8)).isEqualTo(new byte[8]);
        assertThat(memory.get(CODE + 0x2f, 2)).isNull();
        assertThat(memory.get(CODE + 0x4f, 2)).isNull();
        assertThat(memory.get(CODE + 0x7f, 2)).as("beyond the section").isNull();
        assertThat(memory.get(CODE, 0)).isNull();
    }
}
