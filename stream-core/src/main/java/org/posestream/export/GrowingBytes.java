package org.posestream.export;

import java.util.Arrays;

/** Bytes that are written again and again from the start; allocates only while they grow. One thread uses them. */
public class GrowingBytes {

    private static final int REPLACEMENT = 0xFFFD;

    /** Only the first {@link #length} count. */
    protected byte[] bytes = new byte[4096];
    protected int length;

    protected GrowingBytes() {
    }

    /** Forgets what was written and keeps the room for it. */
    public final void clear() {
        length = 0;
    }

    /** How many bytes were written. */
    public final int length() {
        return length;
    }

    /** What was written, followed by rubbish; another array after it has grown. */
    public final byte[] bytes() {
        return bytes;
    }

    /** Makes room for this many bytes more. */
    protected final void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }

    /** The character at this place of a text, half a surrogate pair being the replacement character. */
    protected static int characterAt(String text, int index) {
        int c = text.codePointAt(index);
        return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? REPLACEMENT : c;
    }

    /** A character in UTF-8. */
    protected final void utf8(int c) {
        reserve(4);
        if (c < 0x80) {
            bytes[length++] = (byte) c;
        } else if (c < 0x800) {
            bytes[length++] = (byte) (0xC0 | c >> 6);
            continuation(c, 0);
        } else if (c < 0x10000) {
            bytes[length++] = (byte) (0xE0 | c >> 12);
            continuation(c, 6);
            continuation(c, 0);
        } else {
            bytes[length++] = (byte) (0xF0 | c >> 18);
            continuation(c, 12);
            continuation(c, 6);
            continuation(c, 0);
        }
    }

    private void continuation(int c, int shift) {
        bytes[length++] = (byte) (0x80 | c >> shift & 0x3F);
    }
}
