package org.posestream.server.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What is kept of a secret: its SHA-256. The secret itself cannot be had from it, and neither can a guess that is
 * nearly right be told from one that is not.
 */
public final class TokenDigest {

    /** For people, after "must be". */
    public static final String RULE = "a secret of 16 to 256 letters, digits, or signs of - . _ ~ + ('openssl rand"
            + " -hex 32' makes one)";

    /** Such as may stand in a header, and in a sub-protocol's name as well. */
    private static final String FORM = "[A-Za-z0-9._~+-]{16,256}";

    private final byte[] sha256;

    private TokenDigest(byte[] sha256) {
        this.sha256 = sha256;
    }

    /**
     * Of a secret that is to be known.
     *
     * @throws IllegalArgumentException when it is too short or holds other signs; the message does not repeat it
     */
    public static TokenDigest of(String secret) {
        if (!secret.matches(FORM)) {
            throw new IllegalArgumentException("must be " + RULE);
        }
        return new TokenDigest(sha256(secret));
    }

    /** Of whatever somebody presents. */
    static TokenDigest ofGuess(String guess) {
        return new TokenDigest(sha256(guess));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Takes as long for a digest that differs in the first byte as for one that is the same. */
    @Override
    public boolean equals(Object other) {
        return other instanceof TokenDigest digest && MessageDigest.isEqual(sha256, digest.sha256);
    }

    @Override
    public int hashCode() {
        return (sha256[0] & 0xFF) << 24 | (sha256[1] & 0xFF) << 16 | (sha256[2] & 0xFF) << 8 | sha256[3] & 0xFF;
    }

    /** Tells nothing, since not even the digest belongs in a log. */
    @Override
    public String toString() {
        return "***";
    }
}
