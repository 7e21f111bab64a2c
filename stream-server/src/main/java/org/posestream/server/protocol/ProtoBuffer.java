package org.posestream.server.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.posestream.export.GrowingBytes;

/**
 * Fields of the Protocol Buffers wire format, as its documentation of encoding describes them: a tag (number and type)
 * and a value. Fields without presence are left out where they are zero or empty.
 */
final class ProtoBuffer extends GrowingBytes {

    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    static final int VARINT = 0;
    static final int FIXED_64 = 1;
    static final int DELIMITED = 2;
    static final int FIXED_32 = 5;

    private static final int MAX_VARINT_BYTES = 10;

    /** An {@code int64}, {@code int32} or enum. */
    void integer(int field, long value) {
        if (value != 0) {
            presentInteger(field, value);
        }
    }

    /** The same of a field with presence, or in an entry of a map. */
    void presentInteger(int field, long value) {
        tag(field, VARINT);
        varint(value);
    }

    /** A {@code sint32}. */
    void zigZag(int field, int value) {
        integer(field, (long) value << 1 ^ value >> 31);
    }

    void number(int field, double value) {
        if (Double.doubleToRawLongBits(value) != 0) {
            presentNumber(field, value);
        }
    }

    /** The same of a field with presence. */
    void presentNumber(int field, double value) {
        tag(field, FIXED_64);
        reserve(Long.BYTES);
        LONGS.set(bytes, length, Double.doubleToRawLongBits(value));
        length += Long.BYTES;
    }

    void number(int field, float value) {
        if (Float.floatToRawIntBits(value) != 0) {
            tag(field, FIXED_32);
            packed(value);
        }
    }

    void string(int field, String text) {
        if (!text.isEmpty()) {
            presentString(field, text);
        }
    }

    /** The same of a field with presence, or in an entry of a map. */
    void presentString(int field, String text) {
        int start = begin(field);
        for (int i = 0; i < text.length(); i++) {
            int c = characterAt(text, i);
            if (c > 0xFFFF) {
                i++;
            }
            utf8(c);
        }
        end(start);
    }

    /** Begins a list of numbers that stand close together, each to be written by {@link #packed(float)}. */
    void beginFloats(int field, int count) {
        tag(field, DELIMITED);
        varint((long) count * Float.BYTES);
        reserve(count * Float.BYTES);
    }

    void packed(float value) {
        reserve(Float.BYTES);
        INTS.set(bytes, length, Float.floatToRawIntBits(value));
        length += Float.BYTES;
    }

    /** A whole number of a list that stands between {@link #begin} and {@link #end}. */
    void packed(int value) {
        varint(value);
    }

    /**
     * Begins a field whose length is known at its end: a message, a text, or whole numbers close together.
     *
     * @return what {@link #end} wants to be told
     */
    int begin(int field) {
        tag(field, DELIMITED);
        reserve(1);
        return ++length;
    }

    /** Ends a field that was begun, and moves what is in it where its length needs more than the byte set aside. */
    void end(int start) {
        int size = length - start;
        int more = varintBytes(size) - 1;
        reserve(more);
        System.arraycopy(bytes, start, bytes, start + more, size);
        length = start - 1;
        varint(size);
        length += size;
    }

    private void tag(int field, int type) {
        varint((long) field << 3 | type);
    }

    private void varint(long value) {
        reserve(MAX_VARINT_BYTES);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    private static int varintBytes(int value) {
        int count = 1;
        for (int rest = value >>> 7; rest != 0; rest >>>= 7) {
            count++;
        }
        return count;
    }
}
