package org.posestream.export;

/** The few JSON tokens that poses need, in UTF-8. */
public final class JsonBuffer extends GrowingBytes {

    private static final long[] POWERS = {1, 10, 100, 1_000, 10_000};
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    /** Beyond this a length in pixels or metres is nonsense, and its scaled value would not fit a long. */
    private static final double LARGEST = 1e12;

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
            int c = characterAt(text, i);
            if (c > 0xFFFF) {
                i++;
            }
            character(c);
        }
        return raw('"');
    }

    private void character(int c) {
        if (c == '"' || c == '\\') {
            raw('\\').raw((char) c);
        } else if (c < 0x20) {
            raw("\\u00").raw((char) HEX[c >> 4]).raw((char) HEX[c & 15]);
        } else {
            utf8(c);
        }
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
}
