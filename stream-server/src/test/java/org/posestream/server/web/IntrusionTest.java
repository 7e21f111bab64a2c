package org.posestream.server.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posestream.frame.FrameBuffer;
import org.posestream.pose.PoseFrame;
import org.posestream.pose.SkeletonTopology;
import org.posestream.server.access.AccessGate;
import org.posestream.server.access.AccessRules;
import org.posestream.server.access.AccessToken;
import org.posestream.server.access.AccessTokens;
import org.posestream.server.access.Scope;
import org.posestream.server.access.TokenDigest;
import org.posestream.server.page.Page;

/** Tries to get into a server with tokens, through real sockets. */
@Timeout(60)
class IntrusionTest {

    private static final String VIEWER = "view-0123456789abcdef";
    private static final String ADMIN = "control-0123456789abcdef";
    private static final AccessRules RULES = new AccessRules(new AccessTokens(List.of(
            new AccessToken("screen", Scope.VIEW, TokenDigest.of(VIEWER)),
            new AccessToken("admin", Scope.CONTROL, TokenDigest.of(ADMIN)))), true, Set.of("https://app.example"),
            Set.of());

    private WebServer server;
    private boolean changed;

    @BeforeEach
    void listen() throws IOException {
        listen(new WebLimits(new ConnectionLimits(20, 20), 1000, 2048, 2048, TimeUnit.SECONDS.toNanos(20)));
    }

    private void listen(WebLimits limits) throws IOException {
        List<Endpoint> endpoints = new ArrayList<>(Page.endpoints());
        endpoints.add(Endpoint.get("/pictures", Scope.VIEW,
                Route.of(() -> new StreamedReply("text/plain", sink -> () -> { }))));
        endpoints.add(Endpoint.get("/seen", Scope.VIEW, Route.of(() -> Reply.line(200, "seen"))));
        endpoints.add(new Endpoint("POST", "/change", Scope.CONTROL, Route.of(request -> {
            changed = true;
            return Reply.line(200, "changed");
        })));
        server = new WebServer(new WebSettings(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new AccessGate(RULES, limits.requestsPerSecond()), limits, Optional.empty()), endpoints);
        server.broadcaster().setFacts(new StreamFacts("1", SkeletonTopology.COCO_17, SkeletonTopology.H36M_17));
        server.broadcaster().open("hall");
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void shouldShowNothingToWhoHasNoToken() throws IOException {
        assertEquals(401, get("/seen").status());
        assertEquals("Bearer realm=\"PoseStream\"", get("/seen").header("www-authenticate"));
        assertEquals(401, get("/v1/streams/hall").status(), "a stream that is there");
        assertEquals(401, get("/v1/streams/attic").status(), "cannot be told from one that is not");
        assertEquals(401, socket("/v1/streams/hall").status());
        assertEquals(401, post("/change").status());
        assertEquals(401, get("/seen?token=" + VIEWER).status(), "an address is no place for a token");
        assertEquals(200, get("/seen", "Authorization: Bearer " + VIEWER).status());
        assertEquals(200, get("/").status(), "the page asks for one");
    }

    @Test
    void shouldChangeNothingForWhoMayOnlySee() throws IOException {
        Answer refused = post("/change", "Authorization: Bearer " + VIEWER);

        assertEquals(403, refused.status());
        assertEquals("application/problem+json", refused.header("content-type"));
        assertFalse(refused.body().contains(VIEWER));
        assertFalse(changed);
        assertEquals(200, post("/change", "Authorization: Bearer " + ADMIN).status());
        assertTrue(changed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization: Bearer view-0123456789abcde", "Authorization: Bearer view-0123456789abcdeg",
        "Authorization: Bearer *", "Authorization: Bearer", "Authorization:", "Authorization: Basic dmlldzp2aWV3",
        "Authorization: Bearer a, Bearer view-0123456789abcdef", "Authorization: Bearer VIEW-0123456789ABCDEF",
        "X-Forwarded-For: 127.0.0.1", "Cookie: posestream-session=", "Cookie: posestream-session=../../x",
        "Authorization: Bearer view-0123456789abcdef\r\nAuthorization: Bearer x"})
    void shouldNotBeTalkedIntoIt(String header) throws IOException {
        assertTrue(Set.of(400, 401).contains(get("/seen", header).status()), header);
    }

    @Test
    void shouldTakeATokenAsASubProtocolWithoutSayingItBack() throws IOException {
        Answer begun = socket("/v1/streams/hall", "Sec-WebSocket-Protocol: posestream.v1.json, posestream.bearer."
                + VIEWER);
        assertEquals(101, begun.status());
        assertEquals("posestream.v1.json", begun.header("sec-websocket-protocol"));
        assertFalse(begun.head().toString().contains(VIEWER));
        Answer unspoken = socket("/v1/streams/hall", "Sec-WebSocket-Protocol: posestream.bearer." + VIEWER);
        assertEquals(101, unspoken.status());
        assertFalse(unspoken.head().toString().contains(VIEWER));
        assertEquals(401, socket("/v1/streams/hall", "Sec-WebSocket-Protocol: posestream.v1.json, posestream.bearer."
                + "wrong-0123456789abcdef").status());
    }

    @Test
    void shouldLetPagesInByACookieThatNoOtherPageCanUse() throws IOException {
        Answer session = post("/v1/session", "Authorization: Bearer " + VIEWER, own());
        String set = session.header("set-cookie");
        assertTrue(set.matches("posestream-session=[A-Za-z0-9_-]{43}; Path=/; Max-Age=43200; HttpOnly;"
                + " SameSite=Strict"), set);
        assertEquals("{\"scope\":\"view\",\"tokens\":true}", session.body());
        String cookie = "Cookie: " + set.substring(0, set.indexOf(';'));

        assertEquals(200, get("/seen", cookie).status());
        assertEquals(403, post("/change", cookie, own()).status(), "it may do what its token may");
        assertEquals(401, post("/v1/session", cookie, own()).status(), "a session begins no other");
        assertEquals(401, socket("/v1/streams/hall", cookie).status(), "without an origin");
        assertEquals(403, socket("/v1/streams/hall", cookie, "Origin: https://evil.example").status());
        assertEquals(401, socket("/v1/streams/hall", cookie, "Origin: http://localhost:1").status(), "another port");
        assertEquals(101, socket("/v1/streams/hall", cookie, own()).status());
        assertEquals(403, send("DELETE", "/v1/session", cookie, "Origin: https://evil.example").status());

        assertEquals(204, send("DELETE", "/v1/session", cookie, own()).status());
        assertEquals(401, get("/seen", cookie).status());
    }

    @Test
    void shouldPutOutWhoseTokenIsTakenBack() throws Exception {
        Inbox viewer = subscribe(VIEWER);
        Inbox admin = subscribe(ADMIN);
        viewer.take("hello");
        admin.take("hello");
        Socket pictures = new Socket(InetAddress.getLoopbackAddress(), server.port());
        pictures.getOutputStream().write(("GET /pictures HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + VIEWER + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        assertEquals('H', pictures.getInputStream().read());

        server.setAccess(new AccessRules(new AccessTokens(List.of(
                new AccessToken("admin", Scope.CONTROL, TokenDigest.of(ADMIN)))), true, Set.of(), Set.of()));

        assertEquals("close 1001", viewer.control());
        pictures.getInputStream().readAllBytes();
        pictures.close();
        server.broadcaster().publish(new PoseFrame("hall", 7, 33, 640, 480, List.of(), List.of()), new FrameBuffer(0));
        assertEquals(7, admin.take().get("sequence").asInt());
        assertEquals(401, get("/seen", "Authorization: Bearer " + VIEWER).status());
    }

    private Inbox subscribe(String token) {
        Inbox inbox = new Inbox();
        HttpClient.newHttpClient().newWebSocketBuilder().header("Authorization", "Bearer " + token)
                .buildAsync(URI.create("ws://127.0.0.1:" + server.port() + "/v1/streams/hall"), inbox).join();
        return inbox;
    }

    @Test
    void shouldKeepPagesOfOthersOut() throws IOException {
        String admin = "Authorization: Bearer " + ADMIN;

        assertEquals(403, post("/change", admin, "Origin: https://evil.example").status());
        assertEquals(403, post("/change", admin, "Sec-Fetch-Site: cross-site").status());
        assertEquals(403, post("/change", admin, "Origin: null").status());
        assertFalse(changed);
        assertEquals(421, get("/seen", admin, "Host: evil.example").status());
        assertNull(get("/seen", admin, "Origin: https://evil.example").header("access-control-allow-origin"));

        assertEquals(403, send("OPTIONS", "/change", "Origin: https://evil.example",
                "Access-Control-Request-Method: POST").status());
        Answer preflight = send("OPTIONS", "/change", "Origin: https://app.example",
                "Access-Control-Request-Method: POST");
        assertEquals(204, preflight.status());
        assertEquals("https://app.example", preflight.header("access-control-allow-origin"));
        assertEquals("https://app.example", get("/seen", "Origin: https://app.example")
                .header("access-control-allow-origin"), "refusals can be read too");
        assertEquals(200, post("/change", admin, "Origin: https://app.example").status());
    }

    @Test
    void shouldSlowDownWhoGuesses() throws IOException {
        for (int i = 0; i < 10; i++) {
            assertEquals(401, get("/seen", "Authorization: Bearer guess-" + i).status());
        }
        Answer refused = get("/seen", "Authorization: Bearer " + VIEWER);
        assertEquals(429, refused.status());
        assertNotNull(refused.header("retry-after"));
    }

    @Test
    void shouldSlowDownWhoAsksTooOften() throws IOException {
        server.close();
        listen(new WebLimits(new ConnectionLimits(20, 20), 1, 2048, 2048, TimeUnit.SECONDS.toNanos(20)));
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            statuses.add(get("/").status());
        }
        assertEquals(200, statuses.get(0));
        assertTrue(statuses.contains(429), statuses.toString());
    }

    @Test
    void shouldRefuseWhatIsTooLong() throws IOException {
        String admin = "Authorization: Bearer " + ADMIN;
        assertEquals(431, get("/seen", "X: " + "x".repeat(3000)).status());
        assertEquals(414, get("/" + "x".repeat(5000)).status());
        assertEquals(413, raw("POST /change HTTP/1.1\r\nHost: localhost\r\n" + admin
                + "\r\nContent-Length: 2049\r\nConnection: close\r\n\r\n").status());
        assertFalse(changed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/../../../etc/passwd", "/page/../../application.class", "/page/%2e%2e/%2e%2e/logback.xml",
        "/page/..%2f..%2flogback.xml", "/page//app.js/../../../config/posestream.yaml", "/page/%5c..%5clogback.xml",
        "/page/app.js%00.css", "/page/./app.js", "/page/", "/page", "//etc/passwd", "/%2fetc%2fpasswd",
        "/org/posestream/server/config/posestream.yaml", "/logback.xml", "/META-INF/MANIFEST.MF", "file:///etc/passwd",
        "/page/app.js/..", "/..;/logback.xml", "/page/..;/..;/logback.xml"})
    void shouldServeNoFileButThoseOfThePage(String path) throws IOException {
        Answer answer = get(path);
        assertTrue(Set.of(400, 404).contains(answer.status()), path + " " + answer.status());
        assertFalse(answer.body().contains("root:"), path);
    }

    @Test
    void shouldTellBrowsersToBeCarefulWhateverTheAnswer() throws IOException {
        for (Answer answer : List.of(get("/"), get("/seen"), get("/nothing"), send("PUT", "/seen"),
                raw("nonsense\r\n\r\n"), get("/seen", "Host: evil.example"),
                get("/seen", "X: " + "x".repeat(3000)), get("/seen", "Authorization: Bearer " + VIEWER))) {
            assertTrue(answer.header("content-security-policy").contains("script-src 'self';"), answer::toString);
            assertFalse(answer.header("content-security-policy").contains("unsafe"), answer::toString);
            assertTrue(answer.header("content-security-policy").contains("frame-ancestors 'none'"), answer::toString);
            assertEquals("nosniff", answer.header("x-content-type-options"));
            assertEquals("DENY", answer.header("x-frame-options"));
            assertEquals("no-referrer", answer.header("referrer-policy"));
            assertEquals("same-origin", answer.header("cross-origin-opener-policy"));
            assertEquals("same-origin", answer.header("cross-origin-resource-policy"));
            assertTrue(answer.header("permissions-policy").contains("camera=()"), answer::toString);
            assertNull(answer.header("strict-transport-security"), "without TLS there is nothing to promise");
        }
    }

    @Test
    void shouldNotReadTheNextRequestOutOfTheBodyOfOne() throws IOException {
        String hidden = "GET /seen HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + VIEWER
                + "\r\nConnection: close\r\n\r\n";
        String first = "POST /change HTTP/1.1\r\nHost: localhost\r\n";

        assertTrue(everything(first + "Content-Length: 0\r\n\r\n" + hidden).contains("seen"), "as a request");
        assertFalse(everything(first + "Content-Length: " + hidden.length() + "\r\n\r\n" + hidden
                + hidden.replace(VIEWER, "x")).contains("seen"), "the body of one");
        String twoLengths = everything(first + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
                + hidden);
        assertTrue(twoLengths.startsWith("HTTP/1.1 400 "), twoLengths);
        assertFalse(twoLengths.contains("seen"), twoLengths);
    }

    /** All that is answered until the server ends the connection. */
    private String everything(String requests) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(requests.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private String own() {
        return "Origin: http://localhost:" + server.port();
    }

    private Answer get(String path, String... headers) throws IOException {
        return send("GET", path, headers);
    }

    private Answer post(String path, String... headers) throws IOException {
        return send("POST", path, headers);
    }

    private Answer socket(String path, String... headers) throws IOException {
        List<String> all = new ArrayList<>(List.of(headers));
        all.addAll(List.of("Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA=="));
        return send("GET", path, all.toArray(String[]::new));
    }

    private Answer send(String method, String path, String... headers) throws IOException {
        List<String> lines = new ArrayList<>(List.of(method + " " + path + " HTTP/1.1"));
        if (List.of(headers).stream().noneMatch(each -> each.startsWith("Host:"))) {
            lines.add("Host: localhost:" + server.port());
        }
        lines.addAll(List.of(headers));
        if (List.of(headers).stream().noneMatch(each -> each.startsWith("Upgrade:"))) {
            lines.add("Connection: close");
        }
        lines.add("Content-Length: 0");
        return raw(String.join("\r\n", lines) + "\r\n\r\n");
    }

    /** Sends bytes as they are, and reads a head, and what follows unless it is a WebSocket. */
    private Answer raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(),
                    StandardCharsets.ISO_8859_1));
            List<String> head = new ArrayList<>();
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                head.add(line);
            }
            StringBuilder body = new StringBuilder();
            int length = head.stream().filter(line -> line.toLowerCase().startsWith("content-length:"))
                    .mapToInt(line -> Integer.parseInt(line.substring(15).strip())).findFirst().orElse(0);
            for (int i = 0; i < length; i++) {
                body.append((char) in.read());
            }
            return new Answer(head, body.toString());
        }
    }

    private record Answer(List<String> head, String body) {

        int status() {
            return Integer.parseInt(head.get(0).split(" ")[1]);
        }

        String header(String name) {
            return head.stream().filter(line -> line.toLowerCase().startsWith(name + ":"))
                    .map(line -> line.substring(name.length() + 1).strip()).findFirst().orElse(null);
        }
    }
}
