package org.posestream.server.web;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.URI;
import java.util.Set;

/**
 * Which pages a browser may connect from: those of this host, whatever their port. Browsers let any page open a
 * WebSocket anywhere and only tell the page's origin (RFC 6455, 10.2); programs that are no browsers send none.
 */
final class OriginRule {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private OriginRule() {
    }

    static boolean allows(HttpHeaders headers) {
        String origin = headers.get(HttpHeaderNames.ORIGIN);
        return origin == null || isSameHost(hostOf(origin), hostOf("http://" + headers.get(HttpHeaderNames.HOST)));
    }

    private static boolean isSameHost(String page, String server) {
        return page != null && server != null
                && (page.equalsIgnoreCase(server) || LOOPBACK.contains(page) && LOOPBACK.contains(server));
    }

    /** Null where the text is no address with a host, such as the origin {@code null} of a page from a file. */
    private static String hostOf(String address) {
        try {
            return URI.create(address).getHost();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
