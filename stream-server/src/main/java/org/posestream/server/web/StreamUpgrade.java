package org.posestream.server.web;

import static io.netty.handler.codec.http.HttpHeaderNames.UPGRADE;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.posestream.server.access.AccessGate;
import org.posestream.server.protocol.ClientMessage;
import org.posestream.server.protocol.ErrorCode;
import org.posestream.server.protocol.ProtocolException;
import org.posestream.server.protocol.WireFormat;

/** Makes a client's connection the WebSocket of a stream, or of all of them. */
final class StreamUpgrade {

    static final String PATH = "/v1/streams";
    static final String TEMPLATE = PATH + "/{name}";

    private static final String SPOKEN = Arrays.stream(WireFormat.values()).map(WireFormat::subProtocol)
            .collect(Collectors.joining(","));
    /** Of RFC 6455; there is no other that browsers speak. */
    private static final String VERSION = WebSocketVersion.V13.toHttpHeaderValue();

    private static final ProtocolException NO_ROOM = new ProtocolException(ErrorCode.LIMIT_REACHED,
            "there are as many connections as there may be, in all or from this address; try later");

    private final PoseBroadcaster broadcaster;
    private final Connections connections;

    StreamUpgrade(PoseBroadcaster broadcaster, Connections connections) {
        this.broadcaster = broadcaster;
        this.connections = connections;
    }

    /** Shakes hands, with which the connection's HTTP ends; or tells why not. */
    Optional<Reply> begin(ChannelHandlerContext context, FullHttpRequest request, String target) {
        Optional<Reply> refusal = refusal(request, target);
        if (refusal.isEmpty()) {
            shakeHands(context, request, target);
        }
        return refusal;
    }

    private Optional<Reply> refusal(FullHttpRequest request, String target) {
        HttpHeaders headers = request.headers();
        if (!broadcaster.isKnown(target)) {
            return Optional.of(Problem.of(ProblemType.UNKNOWN_STREAM,
                    "no stream is named '" + target + "'; see " + PATH).reply());
        }
        if (!request.method().equals(HttpMethod.GET) || !headers.containsValue(UPGRADE, "websocket", true)
                || !VERSION.equals(headers.get(HttpHeaderNames.SEC_WEBSOCKET_VERSION))) {
            return Optional.of(Problem.of(426, PATH + "/" + target + " is a WebSocket of version " + VERSION).reply()
                    .with("Upgrade", "websocket").with("Connection", "Upgrade").with("Sec-WebSocket-Version", VERSION));
        }
        if (!headers.containsValue(HttpHeaderNames.CONNECTION, UPGRADE, true)
                || !headers.contains(HttpHeaderNames.SEC_WEBSOCKET_KEY)) {
            return Optional.of(Problem.of(400, "a WebSocket's handshake has the headers Connection: Upgrade and"
                    + " Sec-WebSocket-Key").reply());
        }
        if (!broadcaster.isReady()) {
            return Optional.of(Problem.of(503, "networks are being loaded; try again soon").reply());
        }
        List<String> asked = subProtocols(headers);
        if (!asked.isEmpty() && asked.stream().allMatch(name -> WireFormat.ofSubProtocol(name).isEmpty())) {
            return Optional.of(Problem.of(400, "none of the sub-protocols asked for is spoken here; spoken are "
                    + SPOKEN.replace(",", ", ")).reply());
        }
        return Optional.empty();
    }

    private static List<String> subProtocols(HttpHeaders headers) {
        return headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL).stream()
                .flatMap(line -> Arrays.stream(line.split(","))).map(String::strip)
                .filter(name -> !name.isEmpty() && !name.startsWith(AccessGate.TOKEN_PROTOCOL)).toList();
    }

    private void shakeHands(ChannelHandlerContext context, FullHttpRequest request, String target) {
        WebSocketServerHandshaker handshaker = new WebSocketServerHandshakerFactory(request.uri(), SPOKEN,
                WebSocketDecoderConfig.newBuilder().maxFramePayloadLength(ClientMessage.MAX_BYTES)
                        .closeOnProtocolViolation(false).build())
                .newHandshaker(request);
        Map<String, List<String>> options = new QueryStringDecoder(request.uri()).parameters();
        ChannelPipeline pipeline = context.pipeline();
        ChannelFuture handshake = handshaker.handshake(context.channel(), request);
        WireFormat format = Optional.ofNullable(handshaker.selectedSubprotocol()).flatMap(WireFormat::ofSubProtocol)
                .orElse(WireFormat.JSON);
        PoseSocketHandler socket = new PoseSocketHandler(broadcaster, format);
        pipeline.addBefore(context.name(), "pose-messages", new WebSocketFrameAggregator(ClientMessage.MAX_BYTES));
        pipeline.replace(context.handler(), "pose-socket", socket);
        handshake.addListener((ChannelFutureListener) future -> {
            if (future.isSuccess()) {
                socket.begin(pipeline.context(WebSocket13FrameEncoder.class), target);
                // Refused after the handshake, since pages cannot read the answer to one that fails.
                if (connections.isFull(future.channel())) {
                    socket.refuse(NO_ROOM);
                } else {
                    socket.join(options);
                }
            }
        });
    }
}
