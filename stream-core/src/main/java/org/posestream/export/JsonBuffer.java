package org.posestream.export;

import java.util.Arrays;

/** Growing bytes with the few JSON tokens that poses need, in UTF-8; allocates only while it grows. Not thread-safe. */
public final class JsonBuffer {

    private static final long[] POWERS = {1, 10, 100, 1_000, 10_000};
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    /** Beyond this a length in pixels or metres is nonsense, and its scaled value would not fit a long. */
    private static final double LARGEST = 1e12;

    private byte[] bytes = new byte[4096];
    private int length;

    /** Forgets what was written and keeps the bytes, to be written again. */
    public void clear() {
        length = 0;
    }

    public int length() {
        return length;
    }

    /** The array itself; only the first {@link #length()} bytes count. */
    public byte[] bytes() {
        return bytes;
    }

    /** Whether the value can be written as it is. */
    public static boolean isWritable(float value) {
        return Math.abs(value) < LARGEST;
    }

    /** Text of ASCII characters that need no escape. */
    public JsonBuffer raw(String ascii) {
        reserve(ascii.length());
        for (int i = 0; i < ascii.length(); i++) {
            bytes[length++] = (byte) ascii.charAt(i);
        }
        return this;
    }

    public JsonBuffer raw(char ascii) {
        reserve(1);
        bytes[length++] = (byte) ascii;
        return this;
    }

    /** A whole number. */
    public JsonBuffer number(long value) {
        if (value == Long.MIN_VALUE) {
            return raw("-9223372036854775808");
        }
        if (value < 0) {
            raw('-');
        }
        digits(Math.abs(value), 1);
        return this;
    }

    /** A number rounded to this many decimals (at most 4), without trailing zeros; 0 when it is not finite. */
    public JsonBuffer number(float value, int decimals) {
        long scaled = isWritable(value) ? Math.round((double) value * POWERS[decimals]) : 0;
        if (scaled < 0) {
            raw('-');
            scaled = -scaled;
        }
        digits(scaled / POWERS[decimals], 1);
        long fraction = scaled % POWERS[decimals];
        int places = decimals;
        while (places > 0 && fraction % 10 == 0) {
            fraction /= 10;
            places--;
        }
        if (places > 0) {
            raw('.');
            digits(fraction, places);
        }
        return this;
    }

    /** A string with quotes; half a surrogate pair becomes the replacement character. */
    public JsonBuffer string(String text) {
        raw('"');
        for (int i = 0; i < text.length(); i++) {
            int c = text.codePointAt(i);
            if (c > 0xFFFF) {
                i++;
            }
            character(c >= 0xD800 && c <= 0xDFFF ? 0xFFFD : c);
        }
        return raw('"');
    }

    private void character(int c) {
        reserve(6);
        if (c == '"' || c == '\\') {
            bytes[length++] = '\\';
            bytes[length++] = (byte) c;
        } else if (c < 0x20) {
            raw("\\u00").raw((char) HEX[c >> 4]).raw((char) HEX[c & 15]);
        } else if (c < 0x80) {
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

    private void digits(long value, int atLeast) {
        int count = atLeast;
        for (long v = value / POWERS[atLeast]; v > 0; v /= 10) {
            count++;
        }
        reserve(count);
        long rest = value;
        for (int i = length + count - 1; i >= length; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += count;
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
