package org.posestream.server.protocol;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads fields of the Protocol Buffers wire format and trusts nothing: what does not fit is refused. */
final class ProtoReader {

    /** A 64-bit number in groups of seven bits. */
    private static final int MAX_VARINT_BITS = 64;

    private final ByteBuffer bytes;
    private int type;

    ProtoReader(byte[] message) {
        this(ByteBuffer.wrap(message));
    }

    private ProtoReader(ByteBuffer bytes) {
        this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The number of the next field; 0 at the end. */
    int field() throws ProtocolException {
        if (!bytes.hasRemaining()) {
            return 0;
        }
        long tag = varint();
        type = (int) (tag & 7);
        long field = tag >>> 3;
        require(field > 0 && field <= 0x1FFF_FFFF, "a field's number is out of range");
        return (int) field;
    }

    /** The value of a field of type int64. */
    long integer() throws ProtocolException {
        requireType(ProtoBuffer.VARINT);
        return varint();
    }

    /** The value of a field of type double. */
    double number() throws ProtocolException {
        requireType(ProtoBuffer.FIXED_64);
        require(bytes.remaining() >= Double.BYTES, "the message ends within a number");
        return bytes.getDouble();
    }

    /** The value of a field of type string. */
    String string() throws ProtocolException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(delimited()).toString();
        } catch (CharacterCodingException e) {
            throw malformed("a string is not UTF-8");
        }
    }

    /** The value of a field that is a message. */
    ProtoReader message() throws ProtocolException {
        return new ProtoReader(delimited());
    }

    private ByteBuffer delimited() throws ProtocolException {
        requireType(ProtoBuffer.DELIMITED);
        long size = varint();
        require(size >= 0 && size <= bytes.remaining(), "a field is longer than the message");
        ByteBuffer value = bytes.slice(bytes.position(), (int) size);
        bytes.position(bytes.position() + (int) size);
        return value;
    }

    private void requireType(int expected) throws ProtocolException {
        require(type == expected, "a field has another type than in posestream.proto");
    }

    private long varint() throws ProtocolException {
        long value = 0;
        for (int shift = 0; shift < MAX_VARINT_BITS; shift += 7) {
            require(bytes.hasRemaining(), "the message ends within a number");
            byte next = bytes.get();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw malformed("a number is longer than 64 bits");
    }

    private static void require(boolean met, String otherwise) throws ProtocolException {
        if (!met) {
            throw malformed(otherwise);
        }
    }

    private static ProtocolException malformed(String reason) {
        return new ProtocolException(ErrorCode.MALFORMED_MESSAGE, "the message is not of posestream.proto: " + reason);
    }
}
