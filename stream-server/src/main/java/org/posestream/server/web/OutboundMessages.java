package org.posestream.server.web;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.posestream.server.protocol.MessageEncoder;
import org.posestream.server.protocol.WireFormat;

/** Makes messages into whole WebSocket frames, each once for all who are sent it. Event loop only. */
final class OutboundMessages {

    private final Map<WireFormat, MessageEncoder> encoders = new EnumMap<>(WireFormat.class);
    private final ByteBufAllocator allocator;

    OutboundMessages(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    /**
     * A message with its header, in native memory that belongs to the caller.
     *
     * @param message writes it, and returns its length
     */
    ByteBuf encode(WireFormat format, ToIntFunction<MessageEncoder> message) {
        MessageEncoder encoder = encoders.computeIfAbsent(format, MessageEncoder::of);
        int length = message.applyAsInt(encoder);
        ByteBuf buffer = allocator.directBuffer(length + WebSocketMessage.MAX_HEADER_BYTES);
        WebSocketMessage.write(buffer, format, encoder.bytes(), length);
        return buffer;
    }
}
