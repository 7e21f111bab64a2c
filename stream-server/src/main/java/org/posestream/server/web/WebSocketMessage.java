package org.posestream.server.web;

import io.netty.buffer.ByteBuf;
import org.posestream.server.protocol.WireFormat;

/**
 * Writes unmasked, unfragmented WebSocket frames (RFC 6455, 5.2), text for JSON and binary for Protobuf, so that one
 * buffer serves all clients.
 */
final class WebSocketMessage {

    /** Two bytes, and eight for the longest form of the length. */
    static final int MAX_HEADER_BYTES = 10;

    private static final int FINAL_TEXT = 0x81;
    private static final int FINAL_BINARY = 0x82;
    private static final int SHORT_MAX = 125;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;

    private WebSocketMessage() {
    }

    /** Header and payload, of which the first {@code length} bytes are taken. */
    static void write(ByteBuf target, WireFormat format, byte[] payload, int length) {
        target.writeByte(switch (format) {
            case JSON -> FINAL_TEXT;
            case PROTO -> FINAL_BINARY;
        });
        if (length <= SHORT_MAX) {
            target.writeByte(length);
        } else if (length <= 0xFFFF) {
            target.writeByte(LENGTH_16).writeShort(length);
        } else {
            target.writeByte(LENGTH_64).writeLong(length);
        }
        target.writeBytes(payload, 0, length);
    }
}
