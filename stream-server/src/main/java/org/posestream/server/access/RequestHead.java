package org.posestream.server.access;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a request tells about who sent it.
 *
 * @param peer from where the connection comes
 * @param method of HTTP, in capitals
 * @param webSocket whether it asks to become a WebSocket
 * @param headers values by name in lower case, in the order in which they came; those of {@link #NAMES} are enough
 */
public record RequestHead(InetAddress peer, String method, boolean webSocket, Map<String, List<String>> headers) {

    /** The headers that matter here. */
    public static final List<String> NAMES = List.of("host", "origin", "sec-fetch-site", "sec-fetch-mode",
            "authorization", "cookie", "sec-websocket-protocol", "access-control-request-method");

    private static final List<String> SINGLE = List.of("host", "origin", "authorization");

    public RequestHead {
        requireNonNull(peer, "peer is null");
        requireNonNull(method, "method is null");
        headers = Map.copyOf(headers);
    }

    /** The first value of that header. */
    Optional<String> header(String name) {
        return all(name).stream().findFirst();
    }

    List<String> all(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    /** Whether a header that there may be one of is there twice, so that two readers may see different ones. */
    boolean isAmbiguous() {
        return SINGLE.stream().anyMatch(name -> all(name).size() > 1);
    }

    /** Whether it can change nothing. */
    boolean isSafe() {
        return method.equals("GET") || method.equals("HEAD");
    }

    /** Whether a browser asks what a page of another origin may send. */
    boolean isPreflight() {
        return method.equals("OPTIONS") && header("origin").isPresent()
                && header("access-control-request-method").isPresent();
    }
}
