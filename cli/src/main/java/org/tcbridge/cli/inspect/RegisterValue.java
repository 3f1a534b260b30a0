package org.tcbridge.cli.inspect;

import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Optional;
import org.tcbridge.core.register.Register;
import org.tcbridge.rsp.Hex;

/**
 * A register of one thread.
 *
 * @param hex its bytes in the target's order; empty when they are not known
 */
public record RegisterValue(Register register, Optional<String> hex) {
    /** Its value as {@code 0x} and all its digits, however wide it is; empty when it is not known. */
    public Optional<String> number(ByteOrder order) {
        return hex.map(text -> "0x" + (order == ByteOrder.BIG_ENDIAN ? text : reversed(text)));
    }

    private static String reversed(String text) {
        byte[] bytes = Hex.parseBytes(text);
        byte[] digits = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            digits[i] = bytes[bytes.length - 1 - i];
        }
        return HexFormat.of().formatHex(digits);
    }
}
