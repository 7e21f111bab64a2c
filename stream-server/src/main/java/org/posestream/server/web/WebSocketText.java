package org.posestream.server.web;

import io.netty.buffer.ByteBuf;

/** Writes unmasked, unfragmented WebSocket text frames (RFC 6455, 5.2), so that one buffer serves all clients. */
final class WebSocketText {

    /** Two bytes, and eight for the longest form of the length. */
    static final int MAX_HEADER_BYTES = 10;

    private static final int FINAL_TEXT = 0x81;
    private static final int SHORT_MAX = 125;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;

    private WebSocketText() {
    }

    static void write(ByteBuf target, byte[] utf8, int length) {
        target.writeByte(FINAL_TEXT);
        if (length <= SHORT_MAX) {
            target.writeByte(length);
        } else if (length <= 0xFFFF) {
            target.writeByte(LENGTH_16).writeShort(length);
        } else {
            target.writeByte(LENGTH_64).writeLong(length);
        }
        target.writeBytes(utf8, 0, length);
    }
}
