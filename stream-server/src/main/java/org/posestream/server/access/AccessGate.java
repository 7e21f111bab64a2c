package org.posestream.server.access;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posestream.server.access.Verdict.Granted;
import org.posestream.server.access.Verdict.Refused;

/**
 * Judges every request: first whether anything is answered to its sender at all, then, when it is known what is asked
 * for, whether the sender may. Time is given by the caller; any thread may use it.
 */
public final class AccessGate {

    /** Begins the name of a sub-protocol that is a token, for clients of WebSockets that cannot send headers. */
    public static final String TOKEN_PROTOCOL = "posestream.bearer.";

    /** Wrong tokens that an address may show at once, and again: people mistype, programs guess. */
    private static final Refill WRONG_TOKENS = new Refill(10, 0.2);

    /** Seconds' worth of requests that may come at once. */
    private static final double BURST_SECONDS = 2;

    private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE";
    private static final String PREFLIGHT_SECONDS = "600";

    private final Sessions sessions = new Sessions();
    private final AddressRates wrongTokens = new AddressRates(WRONG_TOKENS);
    private final AddressRates requests;
    private volatile AccessRules rules;

    /**
     * @param rules in force at first
     * @param requestsPerSecond that an address may send, from 1
     */
    public AccessGate(AccessRules rules, int requestsPerSecond) {
        this.rules = requireNonNull(rules, "rules is null");
        requests = new AddressRates(new Refill(BURST_SECONDS * requestsPerSecond, requestsPerSecond));
    }

    /** Judges by other rules from now on; sessions of tokens that are gone end. */
    public void setRules(AccessRules now) {
        rules = requireNonNull(now, "rules is null");
        sessions.keepOnly(now.tokens());
    }

    /** Whether somebody who was let in before, for something that needed a scope, still may be there. */
    public boolean isStillWelcome(Caller caller) {
        AccessTokens tokens = rules.tokens();
        return tokens.isEmpty() || caller.token().filter(tokens::contains).isPresent();
    }

    /** The answer to a request that is not looked at any further: a refusal, or that to a preflight. */
    public Optional<Refused> stop(RequestHead head, long nowNanos) {
        if (head.isAmbiguous()) {
            return Optional.of(new Refused(400, "Host, Origin and Authorization may be there once"));
        }
        long seconds = requests.take(head.peer(), nowNanos);
        if (seconds > 0) {
            return Optional.of(later("too many requests come from this address", seconds));
        }
        if (!rules.hostRule().allows(head.header("host"))) {
            return Optional.of(new Refused(421, rules.loopback()
                    ? "this server listens on a loopback address and answers to localhost and to addresses in numbers"
                        + " only; use http://127.0.0.1, or list the name in access.hosts"
                    : "this server is not known by that name; use an address in numbers, or list the name in"
                        + " access.hosts"));
        }
        return head.isPreflight() ? Optional.of(preflight(head)) : Optional.empty();
    }

    /** Whether the sender may do what needs this scope. */
    public Verdict judge(RequestHead head, Scope needed, long nowNanos) {
        OriginRule origins = rules.originRule();
        boolean guarded = !head.isSafe() || head.webSocket();
        if (guarded ? !origins.allows(head) : needed != Scope.NONE && origins.isCrossSite(head)
                && origins.toldTo(head).isEmpty()) {
            return new Refused(403, "pages of other origins may not use this server; list theirs in access.origins");
        }
        return rules.tokens().isEmpty() ? new Granted(Caller.ANYBODY) : judgeToken(head, needed, nowNanos);
    }

    /** Headers that tell a page of another origin that it may read the answer; none for others. */
    public Map<String, String> crossOrigin(RequestHead head) {
        return rules.originRule().toldTo(head).map(origin -> Map.of("Access-Control-Allow-Origin", origin,
                "Access-Control-Expose-Headers", "WWW-Authenticate, Retry-After, Location", "Vary", "Origin"))
                .orElse(Map.of());
    }

    /** Whether tokens are asked for. */
    public boolean asksForTokens() {
        return !rules.tokens().isEmpty();
    }

    /** Lets a browser show a cookie instead of a token from now on; returns its value. */
    public String beginSession(AccessToken token, long nowNanos) {
        return sessions.begin(token, nowNanos);
    }

    /**
     * Ends a session, if there is one.
     *
     * @param cookies the header of the request that asks for it
     */
    public void endSession(String cookies) {
        SessionCookie.of(List.of(cookies)).ifPresent(sessions::end);
    }

    private Verdict judgeToken(RequestHead head, Scope needed, long nowNanos) {
        Optional<String> guess = presented(head);
        Caller caller = Caller.STRANGER;
        if (guess.isPresent()) {
            // Also of who has the right one: else guesses beyond the limit could be told from it.
            long seconds = wrongTokens.wait(head.peer(), nowNanos);
            if (seconds > 0) {
                return later("too many wrong tokens came from this address", seconds);
            }
            Optional<AccessToken> token = rules.tokens().find(guess.get());
            if (token.isEmpty()) {
                return wrongToken(head.peer(), nowNanos);
            }
            caller = Caller.of(token.get());
        } else if (rules.originRule().isOwnPage(head)) {
            // A session may have begun by a token that was taken back at that very moment.
            caller = SessionCookie.of(head.all("cookie")).flatMap(id -> sessions.find(id, nowNanos))
                    .filter(rules.tokens()::contains).map(Caller::of).orElse(Caller.STRANGER);
        }
        return judgeScope(caller, needed);
    }

    private Refused wrongToken(InetAddress peer, long nowNanos) {
        wrongTokens.take(peer, nowNanos);
        return new Refused(401, "the token is not known here", Map.of("WWW-Authenticate",
                "Bearer realm=\"PoseStream\", error=\"invalid_token\""));
    }

    private static Verdict judgeScope(Caller caller, Scope needed) {
        if (caller.scope().includes(needed)) {
            return new Granted(caller);
        }
        if (caller.token().isEmpty()) {
            return new Refused(401, "a token is needed; send it as Authorization: Bearer TOKEN",
                    Map.of("WWW-Authenticate", "Bearer realm=\"PoseStream\""));
        }
        return new Refused(403, "the token is for view, but this needs one for control", Map.of("WWW-Authenticate",
                "Bearer realm=\"PoseStream\", error=\"insufficient_scope\", scope=\"control\""));
    }

    /** The token of a request; a header wins over a sub-protocol. */
    private static Optional<String> presented(RequestHead head) {
        Optional<String> header = head.header("authorization");
        if (header.isPresent()) {
            String value = header.get();
            boolean bearer = value.regionMatches(true, 0, "Bearer ", 0, "Bearer ".length());
            return Optional.of(bearer ? value.substring("Bearer ".length()).strip() : "");
        }
        return protocols(head).stream().filter(each -> each.startsWith(TOKEN_PROTOCOL))
                .map(each -> each.substring(TOKEN_PROTOCOL.length())).findFirst();
    }

    private static List<String> protocols(RequestHead head) {
        return head.webSocket() ? head.all("sec-websocket-protocol").stream()
                .flatMap(line -> Arrays.stream(line.split(","))).map(String::strip).toList() : List.of();
    }

    private Refused preflight(RequestHead head) {
        Map<String, String> headers = new LinkedHashMap<>(crossOrigin(head));
        if (headers.isEmpty()) {
            return new Refused(403, "pages of other origins may not use this server; list theirs in access.origins");
        }
        headers.put("Access-Control-Allow-Methods", METHODS);
        headers.put("Access-Control-Allow-Headers", "Authorization, Content-Type");
        headers.put("Access-Control-Max-Age", PREFLIGHT_SECONDS);
        return new Refused(204, "", headers);
    }

    private static Refused later(String reason, long seconds) {
        return new Refused(429, reason + "; try again in " + seconds + " s",
                Map.of("Retry-After", Long.toString(seconds)));
    }
}
