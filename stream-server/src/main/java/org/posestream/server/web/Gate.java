package org.posestream.server.web;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.AsciiString;
import java.util.Map;
import java.util.Optional;
import org.posestream.server.access.Scope;

/** Where every request is judged before it is answered, and every answer gets what all carry. */
final class Gate {

    private static final Map<AsciiString, String> HEADERS = Map.of(HttpHeaderNames.CACHE_CONTROL, "no-store",
            AsciiString.cached("X-Content-Type-Options"), "nosniff");

    private final HostRule hosts;

    Gate(HostRule hosts) {
        this.hosts = hosts;
    }

    /**
     * Why a request is not let in.
     *
     * @param needed by what it asks for; {@link Scope#NONE} where there is nothing at its path
     */
    Optional<Reply> refusal(Channel client, HttpRequest request, Scope needed) {
        return hosts.allows(request.headers()) ? Optional.empty()
                : Optional.of(Problem.of(421, "this server listens on a loopback address and answers to localhost and"
                        + " to addresses in numbers only; use http://127.0.0.1").reply());
    }

    /** Adds what an answer does not say itself. */
    void dress(HttpHeaders answer) {
        HEADERS.forEach((name, value) -> {
            if (!answer.contains(name)) {
                answer.set(name, value);
            }
        });
    }
}
