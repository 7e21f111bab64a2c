package org.posestream.server.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class WebSocketTextTest {

    @Test
    void shouldWriteTheExampleOfTheStandard() {
        // RFC 6455, section 5.7: a single-frame unmasked text message "Hello".
        assertEquals("810548656c6c6f", hex(header(5)) + "48656c6c6f");
    }

    @Test
    void shouldWriteLengthsInTheirShortestForm() {
        assertEquals("817d", hex(header(125)));
        assertEquals("817e007e", hex(header(126)));
        assertEquals("817effff", hex(header(65535)));
        assertEquals("817f0000000000010000", hex(header(65536)));
    }

    private static ByteBuf header(int length) {
        ByteBuf buffer = Unpooled.buffer();
        WebSocketText.write(buffer, new byte[length], length);
        return buffer.slice(0, buffer.writerIndex() - length);
    }

    private static String hex(ByteBuf bytes) {
        return ByteBufUtil.hexDump(bytes);
    }
}
