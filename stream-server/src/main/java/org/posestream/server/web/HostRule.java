package org.posestream.server.web;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.Locale;

/**
 * By which names a server may be addressed. A page of evil.example whose name suddenly points to 127.0.0.1 (DNS
 * rebinding) is of the same origin as a server there, and its browser would let it read everything; only the header
 * {@code Host} gives it away. A server that listens on a loopback address therefore answers to {@code localhost} and to
 * addresses in numbers, which no page's owner can make point elsewhere. One that listens on other addresses has names
 * that it cannot know, and answers to all of them.
 */
final class HostRule {

    private final boolean loopbackOnly;

    /** @param bound the address that is listened on */
    HostRule(InetAddress bound) {
        loopbackOnly = bound.isLoopbackAddress();
    }

    /** Whether to answer; browsers always tell a host, programs that tell none are no browsers. */
    boolean allows(HttpHeaders headers) {
        String host = headers.get(HttpHeaderNames.HOST);
        return !loopbackOnly || host == null || isLocalName(withoutPort(host));
    }

    private static boolean isLocalName(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost") || name.endsWith(".localhost") || NetUtil.isValidIpV4Address(name)
                || name.startsWith("[") && name.endsWith("]") && NetUtil.isValidIpV6Address(name);
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }
}
