package org.tcbridge.rsp.description;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tcbridge.rsp.description.MemoryMap.Area;
import org.tcbridge.rsp.description.MemoryMap.Kind;

class MemoryMapTest {
    /** As OpenOCD 0.12 writes it (gdb_server.c, gdb_memory_map), and attributes in another order as Black Magic Probe does. */
    @Test
    void areasOfAllKinds() throws Exception {
        MemoryMap map = MemoryMap.parse("""
                <?xml version="1.0"?>
                <!DOCTYPE memory-map PUBLIC "+//IDN gnu.org//DTD GDB Memory Map V1.0//EN" "http://sourceware.org/gdb/gdb-memory-map.dtd">
                <memory-map>
                <memory type="ram" start="0x00000000" length="0x8000000"/>
                <memory type="flash" start="0x8000000" length="0x10000"><property name="blocksize">0x400</property>
                </memory>
                <memory start='0x1fff0000' length='4096' type='rom'/>
                <memory type="other" start="0x1" length="0x1"/>
                <memory type="ram" start="0xffffffff00000000" length="0x100000000"/>
                </memory-map>
                """);

        assertThat(map.areas())
                .containsExactly(
                        new Area(Kind.RAM, 0, 0x8000000),
                        new Area(Kind.FLASH, 0x8000000, 0x10000),
                        new Area(Kind.ROM, 0x1fff0000, 4096),
                        new Area(Kind.RAM, 0xffffffff00000000L, 0x100000000L));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<target/> | memory map without <memory-map>",
                "<memory-map><memory start='0' length='1'/></memory-map> | <memory> in a memory map without 'type'",
                "<memory-map><memory type='ram' length='1'/></memory-map> | <memory> in a memory map without 'start'",
                "<memory-map><memory type='ram' start='x' length='1'/></memory-map> | memory map with 'x': expected a number",
                "<memory-map><memory type='ram' start='-1' length='1'/></memory-map> | memory map with '-1': expected a number",
            },
            quoteCharacter = '~')
    void whatIsNoMap(String document, String problem) {
        assertThatThrownBy(() -> MemoryMap.parse(document))
                .isInstanceOf(DescriptionException.class)
                .hasMessage(problem);
    }

    @Test
    void whatIsNoXml() {
        assertThatThrownBy(() -> MemoryMap.parse("<memory-map"))
                .isInstanceOf(DescriptionException.class)
                .hasMessageStartingWith("memory map is not readable: ");
    }
}
