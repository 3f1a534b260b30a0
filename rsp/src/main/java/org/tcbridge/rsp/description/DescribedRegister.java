package org.tcbridge.rsp.description;

import java.util.Optional;

/**
 * A register as a target description has it.
 *
 * @param name its name, in the server's own spelling
 * @param number gdb's number of it: the one that is given, else the one after the register before
 * @param bits its size in bits
 * @param type such as {@code data_ptr}, where it is given
 * @param group such as {@code float}, where it is given
 * @param feature the feature that it stands in, such as {@code org.gnu.gdb.arm.m-profile}
 */
public record DescribedRegister(
        String name, int number, int bits, Optional<String> type, Optional<String> group, String feature) {

    /** Its size on the wire, in bytes: a flag of one bit takes a whole one (OpenOCD's primask). */
    public int bytes() {
        return (bits + Byte.SIZE - 1) / Byte.SIZE;
    }
}
