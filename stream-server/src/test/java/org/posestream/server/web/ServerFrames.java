package org.posestream.server.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What a server sent over a WebSocket, held against RFC 6455: whole frames, unmasked, nothing after a close. */
final class ServerFrames {

    /** What a ping asks with that must be answered. */
    static final byte[] PROBE = "alive?".getBytes(StandardCharsets.US_ASCII);

    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;

    private static final String OBJECT = "{\"type\":\"";

    private final ByteBuf unread = Unpooled.buffer();
    private long pongs;
    private long frames;
    private boolean closed;

    void add(byte[] bytes) {
        unread.writeBytes(bytes);
        while (unread.readableBytes() >= 2 && readFrame()) {
            unread.discardSomeReadBytes();
        }
    }

    /** Answers to pings of {@link #PROBE}. */
    long pongs() {
        return pongs;
    }

    /** Messages in JSON of type frame. */
    long frames() {
        return frames;
    }

    /** Whether the server has said that it closes. */
    boolean isClosed() {
        return closed;
    }

    private boolean readFrame() {
        unread.markReaderIndex();
        int first = unread.readUnsignedByte();
        int second = unread.readUnsignedByte();
        int extra = second == 127 ? 8 : second == 126 ? 2 : 0;
        if (unread.readableBytes() < extra) {
            unread.resetReaderIndex();
            return false;
        }
        long length = extra == 8 ? unread.readLong() : extra == 2 ? unread.readUnsignedShort() : second;
        if (unread.readableBytes() < length) {
            unread.resetReaderIndex();
            return false;
        }
        judge(first, second, ByteBufUtil.getBytes(unread.readSlice((int) length)));
        return true;
    }

    private static boolean isFrame(byte[] json) {
        assertEquals(OBJECT, new String(json, 0, OBJECT.length(), StandardCharsets.US_ASCII));
        return json[OBJECT.length()] == 'f';
    }

    private void judge(int first, int second, byte[] payload) {
        int opcode = first & 0x0F;
        assertFalse(closed, "a frame after a close");
        assertEquals(0x80, first & 0xF0, "final and without reserved bits");
        assertTrue(second < 0x80, "unmasked");
        assertTrue(opcode == TEXT || opcode == BINARY || payload.length < 126, "control frames are short");
        switch (opcode) {
            case TEXT -> frames += isFrame(payload) ? 1 : 0;
            case BINARY, PING -> assertTrue(payload.length > 0 || opcode == PING);
            case PONG -> pongs += Arrays.equals(payload, PROBE) ? 1 : 0;
            case CLOSE -> closed = true;
            default -> throw new AssertionError("opcode " + opcode);
        }
    }
}
