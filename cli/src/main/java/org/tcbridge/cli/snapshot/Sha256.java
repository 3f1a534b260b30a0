package org.tcbridge.cli.snapshot;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.tcbridge.rsp.Hex;

/** SHA-256, in hexadecimal. */
public final class Sha256 {
    private Sha256() {}

    /** The digest of these bytes. */
    public static String of(byte[] bytes) {
        try {
            return Hex.ofBytes(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
