package org.tcbridge.it.kit;

import java.nio.file.Path;
import java.util.List;

/** What an emulator runs: a program, and the machine and the debugger it is for. */
public interface Target {
    /** Its ELF file. */
    Path elf();

    /** The gdb for its architecture. */
    Path gdb();

    /** What QEMU is started with to be this machine. */
    List<String> machine();
}
