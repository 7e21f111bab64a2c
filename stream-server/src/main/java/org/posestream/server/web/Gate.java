package org.posestream.server.web;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Map;
import java.util.Optional;
import org.posestream.server.access.AccessGate;
import org.posestream.server.access.RequestHead;
import org.posestream.server.access.Scope;
import org.posestream.server.access.Verdict;

/** Where every request is judged before it is answered, and every answer gets what all carry. */
final class Gate {

    private final AccessGate access;
    private final Map<String, String> headers;

    /** @param headers that every answer carries, by name */
    Gate(AccessGate access, Map<String, String> headers) {
        this.access = access;
        this.headers = Map.copyOf(headers);
    }

    /**
     * Who asks, or why they are not let in.
     *
     * @param needed by what is asked for; {@link Scope#NONE} where there is nothing at its path
     */
    Verdict judge(RequestHead head, Scope needed) {
        long nowNanos = System.nanoTime();
        Optional<Verdict.Refused> stopped = access.stop(head, nowNanos);
        return stopped.isPresent() ? stopped.get() : access.judge(head, needed, nowNanos);
    }

    static Reply reply(Verdict.Refused refused) {
        Reply reply = refused.status() == 204 ? Reply.noContent()
                : Problem.of(refused.status(), refused.reason()).reply();
        for (Map.Entry<String, String> header : refused.headers().entrySet()) {
            reply = reply.with(header.getKey(), header.getValue());
        }
        return reply;
    }

    /** See {@link AccessGate#crossOrigin}. */
    Map<String, String> crossOrigin(RequestHead head) {
        return access.crossOrigin(head);
    }

    /** Adds what an answer does not say itself. */
    void dress(HttpHeaders answer) {
        headers.forEach((name, value) -> {
            if (!answer.contains(name)) {
                answer.set(name, value);
            }
        });
        if (!answer.contains(HttpHeaderNames.CACHE_CONTROL)) {
            answer.set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        }
    }
}
