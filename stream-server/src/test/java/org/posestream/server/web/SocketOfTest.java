package org.posestream.server.web;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.posestream.server.protocol.WireFormat;

/** A client's WebSocket without a socket, whose buffers are full or not as a test says. */
final class SocketOfTest {

    private final EmbeddedChannel channel;

    /** Joins the streams of an address such as {@code hall?maxRate=10}. */
    SocketOfTest(PoseBroadcaster broadcaster, String address) {
        PoseSocketHandler handler = new PoseSocketHandler(broadcaster, WireFormat.JSON);
        channel = new EmbeddedChannel(handler);
        ChannelHandlerContext context = channel.pipeline().context(handler);
        QueryStringDecoder uri = new QueryStringDecoder(address);
        handler.begin(context, uri.path());
        handler.join(uri.parameters());
    }

    /** All that was sent since this was asked last: messages, and control frames as {@code close 1001 reason}. */
    List<String> received() {
        List<String> received = new ArrayList<>();
        for (Object sent = channel.readOutbound(); sent != null; sent = channel.readOutbound()) {
            received.add(describe(sent));
        }
        return received;
    }

    /** The same, of each message the type, and of frames {@code frame SEQUENCE}. */
    List<String> kinds() {
        return received().stream().map(SocketOfTest::kind).toList();
    }

    void say(String json) {
        channel.writeInbound(new TextWebSocketFrame(json));
    }

    void say(WebSocketFrame frame) {
        channel.writeInbound(frame);
    }

    void setWritable(boolean writable) {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, writable);
        // The event is handed over to the event loop.
        channel.runPendingTasks();
    }

    /** From now on nothing that is sent gets anywhere, as where the client never reads. */
    void takeNothing() {
        channel.pipeline().addFirst(new ChannelOutboundHandlerAdapter() {
            @Override
            public void write(ChannelHandlerContext context, Object message, ChannelPromise neverKept) {
                ReferenceCountUtil.release(message);
            }
        });
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    /** Goes without a word. */
    void vanish() {
        channel.close();
    }

    /** Frees what was sent when it has been looked at. */
    private static String describe(Object sent) {
        try {
            if (sent instanceof CloseWebSocketFrame close) {
                return ("close " + close.statusCode() + " " + close.reasonText()).strip();
            }
            if (sent instanceof PingWebSocketFrame) {
                return "ping";
            }
            if (sent instanceof PongWebSocketFrame pong) {
                return "pong " + pong.content().toString(StandardCharsets.UTF_8);
            }
            return payload((ByteBuf) sent).toString(StandardCharsets.UTF_8);
        } finally {
            ReferenceCountUtil.release(sent);
        }
    }

    private static ByteBuf payload(ByteBuf frame) {
        int length = frame.getByte(1);
        return switch (length) {
            case 126 -> frame.slice(4, frame.getUnsignedShort(2));
            case 127 -> frame.slice(10, (int) frame.getLong(2));
            default -> frame.slice(2, length);
        };
    }

    private static String kind(String message) {
        if (!message.startsWith("{")) {
            return message;
        }
        String type = value(message, "type");
        return type.equals("frame") ? "frame " + value(message, "sequence") : type;
    }

    /** The value of the first field of that name, without quotes. */
    static String value(String json, String field) {
        String name = "\"" + field + "\":";
        int from = json.indexOf(name) + name.length();
        int to = from;
        while (",}]".indexOf(json.charAt(to)) < 0) {
            to++;
        }
        return json.substring(from, to).replace("\"", "");
    }
}
