package org.posestream.server.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every way into the server that is not by the front door. */
class AccessGateTest {

    private static final String VIEWER = "view-0123456789abcdef";
    private static final String ADMIN = "control-0123456789abcdef";
    private static final AccessTokens TOKENS = new AccessTokens(List.of(
            new AccessToken("screen", Scope.VIEW, TokenDigest.of(VIEWER)),
            new AccessToken("admin", Scope.CONTROL, TokenDigest.of(ADMIN))));
    private static final long SECOND = 1_000_000_000;
    private static final String OWN = "https://pose.example";

    private final AccessGate gate = gate(TOKENS, false);

    private static AccessGate gate(AccessTokens tokens, boolean loopback) {
        return new AccessGate(new AccessRules(tokens, loopback, Set.of("https://app.example"), Set.of()), 100);
    }

    @Test
    void shouldAskForTheScopeThatIsNeeded() {
        assertEquals(401, status(get(), Scope.VIEW));
        assertEquals(200, status(get(), Scope.NONE));
        assertEquals(200, status(get("authorization", "Bearer " + VIEWER), Scope.VIEW));
        assertEquals(200, status(get("authorization", "bearer  " + ADMIN), Scope.CONTROL));
        assertEquals(403, status(get("authorization", "Bearer " + VIEWER), Scope.CONTROL));
        assertEquals(401, status(get("authorization", "Bearer " + VIEWER + "x"), Scope.VIEW));
        assertEquals(401, status(get("authorization", "Bearer"), Scope.VIEW));
        assertEquals(401, status(get("authorization", VIEWER), Scope.VIEW));
        assertEquals(401, status(get("authorization", "Basic " + VIEWER), Scope.VIEW));
        assertEquals(401, status(get("authorization", "Bearer wrong"), Scope.NONE));
    }

    @Test
    void shouldSayWhichHeaderAndScopeAreMissing() {
        assertEquals("Bearer realm=\"PoseStream\"", refused(get(), Scope.VIEW).headers().get("WWW-Authenticate"));
        assertEquals("Bearer realm=\"PoseStream\", error=\"insufficient_scope\", scope=\"control\"", refused(
                get("authorization", "Bearer " + VIEWER), Scope.CONTROL).headers().get("WWW-Authenticate"));
    }

    @Test
    void shouldTakeTheTokenOfAWebSocketFromItsSubProtocols() {
        String protocols = "posestream.v1.json, posestream.bearer." + VIEWER;

        assertEquals(200, status(socket("sec-websocket-protocol", protocols), Scope.VIEW));
        assertEquals(401, status(socket("sec-websocket-protocol", "posestream.bearer.guess"), Scope.VIEW));
        assertEquals(401, status(socket("sec-websocket-protocol", "posestream.v1.json"), Scope.VIEW));
        assertEquals(401, status(get("sec-websocket-protocol", protocols), Scope.VIEW), "not a WebSocket");
    }

    @Test
    void shouldLetEverybodyInWhereThereAreNoTokens() {
        AccessGate open = gate(AccessTokens.NONE, true);

        assertEquals(new Verdict.Granted(Caller.ANYBODY), open.judge(get(), Scope.CONTROL, 0));
        assertEquals(new Verdict.Granted(Caller.ANYBODY), open.judge(get("authorization", "Bearer x"), Scope.VIEW, 0));
    }

    @Test
    void shouldRefuseGuessesThatComeTooFastWhateverTheyAre() {
        for (int i = 0; i < 10; i++) {
            assertEquals(401, status(get("authorization", "Bearer guess" + i), Scope.VIEW));
        }
        Verdict.Refused refused = refused(get("authorization", "Bearer " + ADMIN), Scope.VIEW);
        assertEquals(429, refused.status());
        assertEquals("5", refused.headers().get("Retry-After"));
        assertEquals(401, status(get(), Scope.VIEW), "who shows nothing guesses nothing");

        RequestHead other = new RequestHead(address("10.0.0.8"), "GET", false,
                Map.of("authorization", List.of("Bearer " + ADMIN)));
        assertTrue(gate.judge(other, Scope.CONTROL, 0) instanceof Verdict.Granted, "others are not concerned");
        assertTrue(gate.judge(get("authorization", "Bearer " + ADMIN), Scope.CONTROL, 5 * SECOND)
                instanceof Verdict.Granted);
    }

    @Test
    void shouldTakeACookieFromItsOwnPagesOnly() {
        String cookie = cookie();

        assertEquals(200, status(get("cookie", cookie), Scope.VIEW), "a browser that tells no origin of a GET");
        assertEquals(200, status(get("cookie", cookie, "sec-fetch-site", "same-origin"), Scope.VIEW));
        assertEquals(200, status(socket("cookie", cookie, "origin", OWN), Scope.VIEW));
        assertEquals(200, status(head("DELETE", false, "cookie", cookie, "origin", OWN), Scope.VIEW));

        assertEquals(401, status(get("cookie", cookie, "sec-fetch-site", "same-site"), Scope.VIEW));
        assertEquals(403, status(get("cookie", cookie, "sec-fetch-site", "cross-site"), Scope.VIEW));
        assertEquals(401, status(head("DELETE", false, "cookie", cookie), Scope.VIEW), "who says no origin");
        assertEquals(401, status(socket("cookie", cookie), Scope.VIEW));
        assertEquals(403, status(head("POST", false, "cookie", cookie, "origin", "https://evil.example"), Scope.VIEW));
        assertEquals(403, status(head("POST", false, "cookie", cookie, "origin", OWN + ":8443"), Scope.VIEW));
        assertEquals(401, status(head("POST", false, "cookie", cookie, "origin", "https://app.example"), Scope.VIEW),
                "a listed page has a token of its own");
    }

    @Test
    void shouldNotTakeACookieThatSomebodyPutBesideTheRightOne() {
        assertEquals(401, status(get("cookie", cookie() + "; posestream-session=mine"), Scope.VIEW));
        assertEquals(401, status(get("cookie", "posestream-session=guess"), Scope.VIEW));
        assertEquals(401, status(get("cookie", "x" + cookie()), Scope.VIEW));
        assertEquals(200, status(get("cookie", "theme=dark; " + cookie() + "; a=b"), Scope.VIEW));
    }

    @Test
    void shouldEndSessionsInTimeByOrderAndWithTheirToken() {
        String cookie = cookie();
        long life = Duration.ofHours(12).toNanos();

        assertTrue(gate.judge(get("cookie", cookie), Scope.VIEW, life - 1) instanceof Verdict.Granted);
        assertFalse(gate.judge(get("cookie", cookie), Scope.VIEW, life) instanceof Verdict.Granted);

        gate.endSession("theme=dark; " + cookie);
        assertEquals(401, status(get("cookie", cookie), Scope.VIEW));

        String other = cookie();
        gate.setRules(new AccessRules(new AccessTokens(List.of(
                new AccessToken("screen", Scope.VIEW, TokenDigest.of("another-0123456789")))), false, Set.of(),
                Set.of()));
        assertEquals(401, status(get("cookie", other), Scope.VIEW));
        assertEquals(401, status(get("authorization", "Bearer " + ADMIN), Scope.VIEW));
    }

    @Test
    void shouldNotTakeASessionThatBeganWhileItsTokenWasTakenBack() {
        AccessToken screen = TOKENS.find(VIEWER).orElseThrow();
        gate.setRules(new AccessRules(new AccessTokens(List.of(TOKENS.find(ADMIN).orElseThrow())), false, Set.of(),
                Set.of()));

        String late = "posestream-session=" + gate.beginSession(screen, 0);

        assertEquals(401, status(get("cookie", late), Scope.VIEW));
    }

    @Test
    void shouldBoundSessionsWithoutEndingThoseOfOtherTokens() {
        String of = gate.beginSession(TOKENS.find(ADMIN).orElseThrow(), 0);
        String oldest = gate.beginSession(TOKENS.find(VIEWER).orElseThrow(), 0);
        for (int i = 0; i < Sessions.MAX; i++) {
            gate.beginSession(TOKENS.find(VIEWER).orElseThrow(), 0);
        }

        assertEquals(200, status(get("cookie", "posestream-session=" + of), Scope.CONTROL));
        assertEquals(401, status(get("cookie", "posestream-session=" + oldest), Scope.VIEW));
    }

    @Test
    void shouldRefusePagesOfOthersWithOrWithoutTokens() {
        AccessGate open = gate(AccessTokens.NONE, false);
        for (AccessGate each : List.of(gate, open)) {
            for (String origin : List.of("https://evil.example", "null", "https://pose.example.evil",
                    "http://localhost", "https://pose.example:444", "ftp://pose.example", "https://app.example.evil")) {
                assertEquals(403, status(each, socket("origin", origin), Scope.VIEW), origin);
                assertEquals(403, status(each, head("POST", false, "origin", origin), Scope.NONE), origin);
            }
            assertEquals(403, status(each, get("sec-fetch-site", "cross-site", "sec-fetch-mode", "no-cors"),
                    Scope.VIEW), "a picture in a page of somebody else");
            assertEquals(403, status(each, head("POST", false, "sec-fetch-site", "cross-site", "sec-fetch-mode",
                    "navigate"), Scope.CONTROL), "a form in a page of somebody else");
        }
        assertEquals(200, status(open, socket("origin", OWN), Scope.VIEW));
        assertEquals(200, status(open, socket("origin", "http://POSE.example"), Scope.VIEW), "behind a proxy with TLS");
        assertEquals(200, status(open, socket("origin", "https://app.example"), Scope.VIEW));
        assertEquals(200, status(open, get("sec-fetch-site", "cross-site", "sec-fetch-mode", "navigate"), Scope.VIEW),
                "a link that somebody follows");
    }

    @Test
    void shouldTrustPagesOfThisMachineWhereOnlyItReachesTheServer() {
        RequestHead page = new RequestHead(address("127.0.0.1"), "GET", true, Map.of("host",
                List.of("127.0.0.1:8080"), "origin", List.of("http://localhost:5173")));

        assertEquals(200, status(gate(AccessTokens.NONE, true), page, Scope.VIEW));
        assertEquals(403, status(gate(AccessTokens.NONE, false), page, Scope.VIEW));
    }

    @Test
    void shouldTellListedPagesThatTheyMayReadTheAnswer() {
        RequestHead asked = head("OPTIONS", false, "origin", "https://app.example", "access-control-request-method",
                "DELETE");
        Verdict.Refused answer = gate.stop(asked, 0).orElseThrow();

        assertEquals(204, answer.status());
        assertEquals("https://app.example", answer.headers().get("Access-Control-Allow-Origin"));
        assertEquals("Origin", answer.headers().get("Vary"));
        assertFalse(answer.headers().containsKey("Access-Control-Allow-Credentials"));
        assertEquals(403, gate.stop(head("OPTIONS", false, "origin", "https://evil.example",
                "access-control-request-method", "DELETE"), 0).orElseThrow().status());
        assertEquals(Map.of(), gate.crossOrigin(get("origin", "https://evil.example")));
        assertEquals(Map.of(), gate.crossOrigin(get("origin", OWN)));
    }

    @Test
    void shouldRefuseHeadersThatTwoReadersMayReadDifferently() {
        for (String name : List.of("host", "origin", "authorization")) {
            RequestHead twice = new RequestHead(address("10.0.0.7"), "GET", false, Map.of(name, List.of("a", "b")));
            assertEquals(400, gate.stop(twice, 0).orElseThrow().status(), name);
        }
    }

    @Test
    void shouldRefuseRequestsThatComeTooFast() {
        AccessGate slow = new AccessGate(AccessRules.LOCAL, 1);

        assertTrue(slow.stop(get("host", "localhost"), 0).isEmpty());
        assertTrue(slow.stop(get("host", "localhost"), 0).isEmpty());
        Verdict.Refused refused = slow.stop(get("host", "localhost"), 0).orElseThrow();
        assertEquals(429, refused.status());
        assertEquals("1", refused.headers().get("Retry-After"));
        assertTrue(slow.stop(get("host", "localhost"), SECOND).isEmpty());
    }

    @Test
    void shouldAnswerOnLoopbackToNumbersAndListedNamesOnly() {
        AccessGate local = new AccessGate(new AccessRules(TOKENS, true, Set.of(), Set.of("Pose.lan")), 100);
        AccessGate open = gate(AccessTokens.NONE, false);

        assertEquals(421, local.stop(get("host", "evil.example"), 0).orElseThrow().status());
        assertTrue(local.stop(get("host", "pose.LAN:8080"), 0).isEmpty());
        assertEquals(421, open.stop(get("host", "evil.example"), 0).orElseThrow().status());
        assertTrue(open.stop(get("host", "10.0.0.7:8080"), 0).isEmpty());
        assertTrue(gate.stop(get("host", "evil.example"), 0).isEmpty(), "a rebound name brings no token");
    }

    private String cookie() {
        return "posestream-session=" + gate.beginSession(TOKENS.find(VIEWER).orElseThrow(), 0);
    }

    private int status(RequestHead head, Scope needed) {
        return status(gate, head, needed);
    }

    private static int status(AccessGate gate, RequestHead head, Scope needed) {
        return gate.judge(head, needed, 0) instanceof Verdict.Refused refused ? refused.status() : 200;
    }

    private Verdict.Refused refused(RequestHead head, Scope needed) {
        return (Verdict.Refused) gate.judge(head, needed, 0);
    }

    private static RequestHead get(String... headers) {
        return head("GET", false, headers);
    }

    private static RequestHead socket(String... headers) {
        return head("GET", true, headers);
    }

    /** From 10.0.0.7 to pose.example, unless told otherwise. */
    private static RequestHead head(String method, boolean webSocket, String... headers) {
        Map<String, List<String>> all = new HashMap<>(Map.of("host", List.of("pose.example")));
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], List.of(headers[i + 1]));
        }
        return new RequestHead(address("10.0.0.7"), method, webSocket, all);
    }

    private static InetAddress address(String number) {
        try {
            return InetAddress.getByName(number);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(number, e);
        }
    }
}
