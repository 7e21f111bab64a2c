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
import org.posestream.server.access.Caller;
import org.posestream.server.access.Scope;
import org.posestream.server.access.Verdict;

/** Finds who answers a request, or why nobody does. */
final class Router {

    private final EndpointTable endpoints;
    private final Gate gate;
    private final WebLimits limits;

    Router(List<Endpoint> endpoints, WebSettings settings) {
        this.endpoints = new EndpointTable(endpoints);
        gate = settings.newGate();
        limits = settings.limits();
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
        Verdict verdict = gate.judge(RequestHeads.of(client, request),
                endpoint.map(Endpoint::scope).orElse(Scope.NONE));
        if (verdict instanceof Verdict.Refused refused) {
            return new Outcome.Refused(Gate.reply(refused));
        }
        if (endpoint.isEmpty()) {
            return new Outcome.Refused(nobody(target, match));
        }
        return new Outcome.Found(endpoint.get(), request(request, target, match.get().variables(),
                ((Verdict.Granted) verdict).caller()));
    }

    /** What a request says about the form of its answer. */
    AnswerForm form(Channel client, FullHttpRequest request) {
        return AnswerForm.of(request, gate.crossOrigin(RequestHeads.of(client, request)));
    }

    /** See {@link WebLimits#requestTimeoutNanos}. */
    long requestTimeoutNanos() {
        return limits.requestTimeoutNanos();
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

    private static Request request(FullHttpRequest request, Target target, Map<String, String> variables,
            Caller caller) {
        Map<String, String> headers = new HashMap<>();
        request.headers().forEach(header -> headers.merge(header.getKey().toLowerCase(Locale.ROOT), header.getValue(),
                (first, more) -> first + ", " + more));
        return new Request(request.method().name(), target.path(), variables, target.query(), headers,
                ByteBufUtil.getBytes(request.content()), caller);
    }

    private Outcome unreadable(Throwable fault) {
        if (fault instanceof TooLongHttpContentException) {
            return new Outcome.Refused(413, "a body may have " + limits.bodyBytes() + " bytes at most");
        }
        if (fault instanceof TooLongHttpLineException) {
            return new Outcome.Refused(414, "the request's first line may have " + limits.lineBytes()
                    + " bytes at most");
        }
        if (fault instanceof TooLongHttpHeaderException) {
            return new Outcome.Refused(431, "the headers may have " + limits.headerBytes()
                    + " bytes at most");
        }
        return new Outcome.Refused(400, "the request is not HTTP/1.1");
    }
}
