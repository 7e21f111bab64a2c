package org.posestream.server.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.posestream.server.protocol.WireFormat;

class WebSocketMessageTest {

    @Test
    void shouldWriteTheExamplesOfTheStandard() {
        // RFC 6455, section 5.7: a single-frame unmasked text message "Hello", and 256 and 65,536 bytes of binary data.
        assertEquals("8105", header(WireFormat.JSON, 5));
        assertEquals("827e0100", header(WireFormat.PROTO, 256));
        assertEquals("827f0000000000010000", header(WireFormat.PROTO, 65536));
    }

    @Test
    void shouldWriteLengthsInTheirShortestForm() {
        assertEquals("8100", header(WireFormat.JSON, 0));
        assertEquals("817d", header(WireFormat.JSON, 125));
        assertEquals("817e007e", header(WireFormat.JSON, 126));
        assertEquals("817effff", header(WireFormat.JSON, 65535));
        assertEquals("817f0000000000010000", header(WireFormat.JSON, 65536));
    }

    @Test
    void shouldTakeNoMoreOfThePayloadThanItsLength() {
        ByteBuf buffer = Unpooled.buffer();
        WebSocketMessage.write(buffer, WireFormat.JSON, new byte[] {'a', 'b', 'c'}, 2);
        assertEquals("81026162", ByteBufUtil.hexDump(buffer));
    }

    private static String header(WireFormat format, int length) {
        ByteBuf buffer = Unpooled.buffer();
        WebSocketMessage.write(buffer, format, new byte[length], length);
        return ByteBufUtil.hexDump(buffer, 0, buffer.writerIndex() - length);
    }
}
