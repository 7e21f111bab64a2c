package org.posestream.server.web;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.posestream.server.access.AccessGate;
import org.posestream.server.access.Caller;
import org.posestream.server.access.Scope;
import org.posestream.server.access.SessionCookie;

/** Where a browser shows its token once, and gets a cookie that no script can read. */
final class SessionEndpoints {

    static final String PATH = "/v1/session";

    private final AccessGate gate;
    private final boolean secure;

    /** @param secure whether the server is reached by TLS */
    SessionEndpoints(AccessGate gate, boolean secure) {
        this.gate = gate;
        this.secure = secure;
    }

    List<Endpoint> all() {
        return List.of(Endpoint.get(PATH, Scope.NONE, Route.of(this::tell)),
                new Endpoint("POST", PATH, Scope.VIEW, Route.of(this::begin)),
                new Endpoint("DELETE", PATH, Scope.NONE, Route.of(this::end)));
    }

    private Reply tell(Request request) {
        return told(request.caller());
    }

    /** A session cannot make another one, which would let it last for ever. */
    private Reply begin(Request request) {
        Caller caller = request.caller();
        if (caller.token().isEmpty()) {
            return told(caller);
        }
        if (request.header("authorization").isEmpty()) {
            return Problem.of(401, "a session is begun by the token itself, as Authorization: Bearer TOKEN").reply()
                    .with("WWW-Authenticate", "Bearer realm=\"PoseStream\"");
        }
        String id = gate.beginSession(caller.token().get(), System.nanoTime());
        return told(caller).with("Set-Cookie", SessionCookie.begin(id, secure));
    }

    private Reply end(Request request) {
        gate.endSession(request.header("cookie").orElse(""));
        return Reply.noContent().with("Set-Cookie", SessionCookie.end(secure));
    }

    private Reply told(Caller caller) {
        String json = String.format(Locale.ROOT, "{\"scope\":\"%s\",\"tokens\":%s}",
                caller.scope().name().toLowerCase(Locale.ROOT), gate.asksForTokens());
        return Reply.json(200, json.getBytes(StandardCharsets.US_ASCII));
    }
}
