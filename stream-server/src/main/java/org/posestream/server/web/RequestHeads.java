package org.posestream.server.web;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.posestream.server.access.RequestHead;

/** Netty's requests as the rules of access see them. */
final class RequestHeads {

    private RequestHeads() {
    }

    static RequestHead of(Channel channel, HttpRequest request) {
        Map<String, List<String>> headers = new HashMap<>();
        for (String name : RequestHead.NAMES) {
            List<String> values = request.headers().getAll(name);
            if (!values.isEmpty()) {
                headers.put(name, values);
            }
        }
        return new RequestHead(peer(channel), request.method().name(),
                request.headers().containsValue(HttpHeaderNames.UPGRADE, "websocket", true), headers);
    }

    /** From where a connection comes; what is no socket, in a test, is on this machine. */
    static InetAddress peer(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress address && !address.isUnresolved()
                ? address.getAddress() : InetAddress.getLoopbackAddress();
    }
}
