package org.posestream.server.web;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Spoils bytes a little: what is nearly right goes further into a program than what is wrong all over. */
public final class Mutation {

    /** What parsers trip over. */
    private static final String[] TOKENS = {"\r\n", "\r\n\r\n", "\n", "\0", "%00", "%", "%2e%2e%2f", "../", "//", "\\",
        ":", ",", ";", "\"", "{", "[", "]", "}", "null", "1e999", "-1", "9223372036854775808", "0x7fffffff", "NaN",
        "\u00e9", "\ud83d\ude00", "\\ud800", "HTTP/1.1", "HTTP/9.9", " ", "\t", "*", "?", "&", "=", "#"};
    private static final int LONGEST_RUN = 24;

    private final SplittableRandom random;

    public Mutation(SplittableRandom random) {
        this.random = random;
    }

    /** A copy with one to four changes; the same length or another. */
    public byte[] of(byte[] bytes) {
        byte[] spoilt = bytes.clone();
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            spoilt = change(spoilt);
        }
        return spoilt;
    }

    private byte[] change(byte[] bytes) {
        int at = random.nextInt(bytes.length + 1);
        int end = Math.min(bytes.length, at + 1 + random.nextInt(LONGEST_RUN));
        return switch (random.nextInt(8)) {
            case 0, 1 -> flip(bytes, at);
            case 2 -> spliced(bytes, at, at, randomBytes(1 + random.nextInt(LONGEST_RUN)));
            case 3 -> spliced(bytes, at, end, new byte[0]);
            case 4 -> spliced(bytes, at, at, Arrays.copyOfRange(bytes, at, end));
            case 5 -> Arrays.copyOf(bytes, at);
            case 6 -> spliced(bytes, at, end, token());
            default -> spliced(bytes, at, at, token());
        };
    }

    private byte[] flip(byte[] bytes, int at) {
        if (at < bytes.length) {
            bytes[at] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] token() {
        return TOKENS[random.nextInt(TOKENS.length)].getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] spliced(byte[] bytes, int from, int to, byte[] middle) {
        byte[] result = new byte[from + middle.length + bytes.length - to];
        System.arraycopy(bytes, 0, result, 0, from);
        System.arraycopy(middle, 0, result, from, middle.length);
        System.arraycopy(bytes, to, result, from + middle.length, bytes.length - to);
        return result;
    }
}
