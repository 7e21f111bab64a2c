package org.posestream.evaluate;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Which part of a data set is measured. */
public enum DataSplit {
    /** What the recipes of {@code models/training} never train on. */
    VALIDATION,
    /** Everything. */
    ALL;

    private static final int VALIDATION_PERCENT = 8;

    /** Whether an image is in this part: fixed by the SHA-1 of {@code SET/NAME}, the name without extension. */
    boolean holds(String set, String name) {
        byte[] hash = digest("SHA-1", set + "/" + name);
        return this == ALL
                || new BigInteger(1, hash).mod(BigInteger.valueOf(100)).intValue() < VALIDATION_PERCENT;
    }

    static byte[] digest(String algorithm, String text) {
        try {
            return MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }
}
