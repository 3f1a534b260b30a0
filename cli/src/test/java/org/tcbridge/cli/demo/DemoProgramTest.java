package org.tcbridge.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.tcbridge.rsp.serve.ImageServer;

final class DemoProgramTest {
    @Test
    void theImageIsOfTheFirmwareAndAServerShowsOneThread() throws Exception {
        DemoProgram program = DemoProgram.load();
        StringWriter out = new StringWriter();

        try (ImageServer server = program.serve()) {
            new Demo(program.elf(), new PrintWriter(out))
                    .show(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()), "IDLE");
        }

        assertThat(out.toString().lines())
                .containsExactly(
                        "(gdb) info threads",
                        "  Id   Target Id  Frame",
                        "* 1    Thread 1   0x%08x in all_parked"
                                .formatted(program.elf().address("all_parked").orElseThrow()));
    }
}
