package org.posestream.server.web;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.TooLongHttpContentException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.posestream.server.access.Scope;

/** Finds who answers a request, or why nobody does. */
final class Router {

    private final EndpointTable endpoints;
    private final Gate gate;

    Router(List<Endpoint> endpoints, Gate gate) {
        this.endpoints = new EndpointTable(endpoints);
        this.gate = gate;
    }

    /** Whether a request is answered. */
    sealed interface Outcome {

        /** By an endpoint. */
        record Found(Endpoint endpoint, Request request) implements Outcome {
        }

        /** By nobody. */
        record Refused(Reply reply) implements Outcome {

            private Refused(int status, String detail) {
                this(Problem.of(status, detail).reply());
            }
        }
    }

    Outcome find(Channel client, FullHttpRequest request) {
        Throwable fault = request.decoderResult().cause();
        if (fault != null) {
            return unreadable(fault);
        }
        Target target;
        try {
            target = Target.parse(request.uri());
        } catch (IllegalArgumentException e) {
            return new Outcome.Refused(400, "the address is not well formed");
        }
        Optional<EndpointTable.Match> match = endpoints.find(target.segments());
        Optional<Endpoint> endpoint = match.flatMap(each -> each.endpoint(request.method().name()));
        Optional<Reply> refusal = gate.refusal(client, request, endpoint.map(Endpoint::scope).orElse(Scope.NONE));
        if (refusal.isPresent()) {
            return new Outcome.Refused(refusal.get());
        }
        if (endpoint.isEmpty()) {
            return new Outcome.Refused(nobody(target, match));
        }
        return new Outcome.Found(endpoint.get(), request(request, target, match.get().variables()));
    }

    /** See {@link Gate#dress}. */
    void dress(HttpHeaders answer) {
        gate.dress(answer);
    }

    private static Reply nobody(Target target, Optional<EndpointTable.Match> match) {
        return match.map(EndpointTable.Match::allowed)
                .map(allowed -> Problem.of(405, "understood here: " + allowed).reply().with("Allow", allowed))
                .orElseGet(() -> Problem.of(404, "nothing is served at " + target.path()).reply());
    }

    private static Request request(FullHttpRequest request, Target target, Map<String, String> variables) {
        Map<String, String> headers = new HashMap<>();
        request.headers().forEach(header -> headers.merge(header.getKey().toLowerCase(Locale.ROOT), header.getValue(),
                (first, more) -> first + ", " + more));
        return new Request(request.method().name(), target.path(), variables, target.query(), headers,
                ByteBufUtil.getBytes(request.content()));
    }

    private static Outcome unreadable(Throwable fault) {
        if (fault instanceof TooLongHttpContentException) {
            return new Outcome.Refused(413, "a body may have " + RequestAggregator.MAX_BODY_BYTES + " bytes at most");
        }
        if (fault instanceof TooLongHttpLineException) {
            return new Outcome.Refused(414, "the request's first line may have " + RequestAggregator.MAX_LINE_BYTES
                    + " bytes at most");
        }
        if (fault instanceof TooLongHttpHeaderException) {
            return new Outcome.Refused(431, "the headers may have " + RequestAggregator.MAX_HEADER_BYTES
                    + " bytes at most");
        }
        return new Outcome.Refused(400, "the request is not HTTP/1.1");
    }
}
