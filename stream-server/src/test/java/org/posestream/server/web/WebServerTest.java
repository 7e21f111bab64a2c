package org.posestream.server.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.posestream.frame.FrameBuffer;
import org.posestream.pose.BoundingBox;
import org.posestream.pose.Keypoint2D;
import org.posestream.pose.PersonPose;
import org.posestream.pose.PoseFrame;
import org.posestream.pose.SkeletonTopology;
import org.posestream.server.access.Scope;

@Timeout(60)
class WebServerTest {

    private final HttpClient client = HttpClient.newHttpClient();
    private final FrameBuffer pixels = new FrameBuffer(0);
    private final CompletableFuture<Reply> slow = new CompletableFuture<>();
    private WebServer server;

    @BeforeEach
    void listen() throws IOException {
        server = new WebServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), List.of(
                Endpoint.get("/slow", Scope.NONE, request -> slow),
                Endpoint.get("/quick", Scope.NONE, Route.of(() -> Reply.json(503, bytes("{}")))),
                new Endpoint("PUT", "/echo/{name}/{part}", Scope.NONE, Route.of(WebServerTest::echo)),
                Endpoint.get("/broken", Scope.NONE, request -> {
                    throw new IllegalStateException("broken");
                }),
                Endpoint.get("/nothing-at-all", Scope.NONE, Route.of(() -> (Reply) null)),
                Endpoint.get("/unsayable", Scope.NONE, Route.of(() -> Reply.line(200, "").with("X", "a\nb")))));
        server.broadcaster().setFacts(new StreamFacts("test", SkeletonTopology.COCO_17, SkeletonTopology.H36M_17));
        server.broadcaster().open("hall");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Reply echo(Request request) {
        return Reply.line(200, request.variable("name") + " " + request.variable("part") + " "
                + request.parameter("q").orElse("-") + " " + request.header("x-more").orElse("-") + " "
                + new String(request.body(), StandardCharsets.UTF_8));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void shouldTellTheSubscribersOfAStreamThatItHasEnded() throws Exception {
        server.broadcaster().open("attic");
        Inbox hall = Inbox.subscribe(server.port(), "hall");
        Inbox attic = Inbox.subscribe(server.port(), "attic");

        server.broadcaster().close("hall");
        server.broadcaster().close("nowhere");

        assertEquals("close 1001", hall.control());
        assertEquals(404, get("/v1/streams/hall").statusCode());
        server.close();
        assertEquals("close 1001", attic.control());
    }

    @Test
    void shouldSayWhatIsNotThere() throws Exception {
        assertProblem(get("/nothing"), "{'type':'about:blank','title':'Not Found','status':404,"
                + "'detail':'nothing is served at /nothing'}");
        assertProblem(get("/v1/streams/attic"), "{'type':'/v1/problems/unknown-stream',"
                + "'title':'There is no such stream','status':404,"
                + "'detail':'no stream is named \\u0027attic\\u0027; see /v1/streams'}");
        HttpResponse<String> noWebSocket = get("/v1/streams/hall");
        assertProblem(noWebSocket, "{'type':'about:blank','title':'Upgrade Required','status':426,"
                + "'detail':'/v1/streams/hall is a WebSocket of version 13'}");
        assertEquals("websocket", noWebSocket.headers().firstValue("Upgrade").orElseThrow());
        assertEquals("Upgrade", noWebSocket.headers().firstValue("Connection").orElseThrow());
    }

    /** Exactly this problem; with single quotes for double ones. */
    private static void assertProblem(HttpResponse<String> answer, String json) throws Exception {
        JsonNode expected = new ObjectMapper().readTree(json.replace('\'', '"'));
        assertEquals(expected.toString(), answer.body());
        assertEquals(expected.get("status").asInt(), answer.statusCode());
        assertEquals("application/problem+json", answer.headers().firstValue("Content-Type").orElseThrow());
    }

    @Test
    void shouldRefuseOtherMethodsAndBrokenAddresses() throws Exception {
        HttpRequest post = HttpRequest.newBuilder(uri("http", "/quick"))
                .POST(HttpRequest.BodyPublishers.ofString("x")).build();
        HttpResponse<String> refused = client.send(post, HttpResponse.BodyHandlers.ofString());
        assertProblem(refused, "{'type':'about:blank','title':'Method Not Allowed','status':405,"
                + "'detail':'understood here: GET, HEAD'}");
        assertEquals("GET, HEAD", refused.headers().firstValue("Allow").orElseThrow());
        for (String bad : List.of("GET /%zz HTTP/1.1", "GET quick HTTP/1.1", "OPTIONS * HTTP/1.1",
                "GET http://127.0.0.1/quick HTTP/1.1", "nonsense")) {
            assertEquals("HTTP/1.1 400 Bad Request", statusLine(bad), bad);
        }
    }

    @Test
    void shouldLeadNowhereByOtherSpellingsOfAPath() throws Exception {
        for (String path : List.of("/../quick", "/x/../quick", "//quick", "/quick/", "/quick//", "/./quick",
                "/%2e%2e/quick", "/%2Fquick", "/..%2fquick", "/quick%00", "/quick%2f", "\\quick", "/QUICK",
                "/quick;v=1", "/echo/../quick", "/v1%2Fstreams", "/v1/streams/../streams")) {
            String status = statusLine("GET " + path + " HTTP/1.1");
            assertTrue(status.matches("HTTP/1\\.1 40[045] .*"), path + ": " + status);
        }
        // These two are the same address (RFC 3986, 6.2.2.2).
        assertEquals("HTTP/1.1 503 Service Unavailable", statusLine("GET /%71uick HTTP/1.1"));
    }

    @Test
    void shouldAnswerTheRoutesOfTheTable() throws Exception {
        HttpResponse<String> quick = get("/quick?verbose=1");

        assertEquals(503, quick.statusCode());
        assertEquals("{}", quick.body());
        assertEquals("application/json", quick.headers().firstValue("Content-Type").orElseThrow());
        assertEquals("no-store", quick.headers().firstValue("Cache-Control").orElseThrow());
        assertEquals(404, get("/quick/").statusCode());
    }

    @Test
    void shouldGiveAnEndpointThePathTheQueryAndTheBody() throws Exception {
        HttpRequest put = HttpRequest.newBuilder(uri("http", "/echo/a%2F+b/c%20d?q=1%202+3;4"))
                .header("X-More", "one").header("X-More", "two").PUT(HttpRequest.BodyPublishers.ofString("body"))
                .build();
        assertEquals("a/+b c d 1 2 3;4 one, two body\n",
                client.send(put, HttpResponse.BodyHandlers.ofString()).body());

        HttpResponse<String> refused = get("/echo/a/b");
        assertEquals(405, refused.statusCode());
        assertEquals("PUT", refused.headers().firstValue("Allow").orElseThrow());
        assertEquals(404, get("/echo//b").statusCode());
    }

    @Test
    void shouldAnswerHeadWithTheLengthAlone() throws Exception {
        HttpRequest head = HttpRequest.newBuilder(uri("http", "/quick"))
                .method("HEAD", HttpRequest.BodyPublishers.noBody()).build();
        HttpResponse<String> response = client.send(head, HttpResponse.BodyHandlers.ofString());

        assertEquals(503, response.statusCode());
        assertEquals("2", response.headers().firstValue("Content-Length").orElseThrow());
        assertEquals("", response.body());
    }

    @Test
    void shouldTakeBodiesOf64KiBAndRefuseLongerOnes() throws Exception {
        HttpRequest.Builder put = HttpRequest.newBuilder(uri("http", "/echo/a/b"));
        String most = "x".repeat(65_536);
        assertEquals("a b - - " + most + "\n", client.send(put.PUT(HttpRequest.BodyPublishers.ofString(most)).build(),
                HttpResponse.BodyHandlers.ofString()).body());
        assertEquals("HTTP/1.1 413 Request Entity Too Large", statusLine("PUT /echo/a/b HTTP/1.1\r\n"
                + "Content-Length: 65537"));
        assertEquals("HTTP/1.1 413 Request Entity Too Large", statusLine("PUT /echo/a/b HTTP/1.1\r\n"
                + "Content-Length: 65537\r\nExpect: 100-continue"));
        assertEquals("HTTP/1.1 413 Request Entity Too Large", statusLine("PUT /echo/a/b HTTP/1.1\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n10001\r\n" + most + "x"));
        assertEquals("HTTP/1.1 100 Continue", statusLine("PUT /echo/a/b HTTP/1.1\r\n"
                + "Content-Length: 65536\r\nExpect: 100-continue"));
    }

    @Test
    void shouldRefuseLongLinesAndHeaders() throws Exception {
        assertEquals("HTTP/1.1 414 Request-URI Too Long", statusLine("GET /" + "x".repeat(4096) + " HTTP/1.1"));
        assertEquals("HTTP/1.1 431 Request Header Fields Too Large",
                statusLine("GET /quick HTTP/1.1\r\nX: " + "x".repeat(8192)));
        assertEquals("HTTP/1.1 431 Request Header Fields Too Large",
                statusLine("GET /quick HTTP/1.1" + "\r\nX: y".repeat(8192 / 4 + 1)));
        assertEquals("HTTP/1.1 503 Service Unavailable",
                statusLine("GET /quick?" + "a&".repeat(1000) + " HTTP/1.1"));
    }

    @Test
    void shouldRefuseALongBodyInItsTurnAndEndTheConnection() throws Exception {
        try (Socket socket = open("GET /slow HTTP/1.1\r\n\r\nPUT /echo/a/b HTTP/1.1\r\nContent-Length: 70000\r\n\r\n"
                + "x".repeat(70_000) + "GET /quick HTTP/1.1")) {
            assertEquals(503, get("/quick").statusCode());
            slow.complete(Reply.line(200, "done"));

            String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertEquals(List.of("HTTP/1.1 200 OK", "HTTP/1.1 413 Request Entity Too Large"),
                    all.lines().filter(line -> line.startsWith("HTTP/")).toList(), all);
            assertTrue(all.contains("connection: close"), all);
        }
    }

    @Test
    void shouldAnswerAFailureByAProblemAndGoOn() throws Exception {
        assertProblem(get("/broken"), "{'type':'about:blank','title':'Internal Server Error','status':500,"
                + "'detail':'the answer failed; the log of the server tells why'}");
        assertEquals(500, get("/nothing-at-all").statusCode());
        assertEquals(500, get("/unsayable").statusCode());
        slow.completeExceptionally(new IllegalStateException("broken later"));
        assertEquals(500, get("/slow").statusCode());
        assertEquals(503, get("/quick").statusCode());
    }

    @Test
    void shouldAnswerOthersWhileOneWaitsAndKeepTheOrderOfEachConnection() throws Exception {
        try (Socket socket = open("GET /slow HTTP/1.1\r\n\r\nGET /quick HTTP/1.1\r\n\r\nGET /nothing HTTP/1.1")) {
            assertEquals(503, get("/quick").statusCode());
            slow.complete(Reply.line(200, "done"));

            BufferedReader answers = reader(socket);
            assertEquals("HTTP/1.1 200 OK", nextStatus(answers));
            assertEquals("HTTP/1.1 503 Service Unavailable", nextStatus(answers));
            assertEquals("HTTP/1.1 404 Not Found", nextStatus(answers));
        }
    }

    @Test
    void shouldDisconnectWhoAsksOnWithoutWaiting() throws Exception {
        try (Socket socket = open("GET /slow HTTP/1.1" + "\r\n\r\nGET /slow HTTP/1.1".repeat(17))) {
            assertNull(reader(socket).readLine());
        }
        assertEquals(503, get("/quick").statusCode());
    }

    @Test
    void shouldNotAnswerToNamesThatAPageMayHavePointedHere() throws Exception {
        assertEquals("HTTP/1.1 421 Misdirected Request", statusLine("GET /quick HTTP/1.1\r\nHost: evil.example:80"));
        assertEquals("HTTP/1.1 421 Misdirected Request", statusLine("GET /v1/streams/hall HTTP/1.1\r\n"
                + "Host: evil.example\r\nOrigin: http://evil.example\r\nUpgrade: websocket"));
        assertEquals("HTTP/1.1 503 Service Unavailable", statusLine("GET /quick HTTP/1.1\r\nHost: localhost:80"));
        assertEquals("HTTP/1.1 503 Service Unavailable", statusLine("GET /quick HTTP/1.0"));
    }

    /** What the server answers to a request that no decent client sends. */
    private String statusLine(String request) throws IOException {
        try (Socket socket = open(request)) {
            return reader(socket).readLine();
        }
    }

    private Socket open(String request) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(10_000);
        socket.getOutputStream().write((request + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }

    private static String nextStatus(BufferedReader answers) throws IOException {
        String line = answers.readLine();
        while (!line.matches(".*HTTP/1\\.1 \\d.*")) {
            line = answers.readLine();
        }
        // A body without a line's end stands right before the next answer.
        return line.substring(line.indexOf("HTTP/"));
    }

    @Test
    void shouldSendEveryFrameToItsSubscribersInOrder() throws Exception {
        Inbox first = new Inbox();
        Inbox second = new Inbox();
        connect("hall", first);
        connect("hall", second);

        // The client's handshake ends before the server has subscribed it: frames are sent until one arrives.
        long sequence = publishUntilBothReceive(first, second);
        server.broadcaster().publish(frame("attic", 0), pixels);
        server.broadcaster().publish(frame("hall", sequence), pixels);

        for (Inbox inbox : List.of(first, second)) {
            JsonNode message = inbox.takeSequence(sequence);
            assertEquals("hall", message.get("stream").asText());
            assertEquals(12.5, message.get("people").get(0).get("joints2d").get(3).get(0).asDouble());
        }
    }

    @Test
    void shouldAnswerPingAndGoOnWithoutAClientThatLeft() throws Exception {
        Inbox leaving = new Inbox();
        WebSocket socket = connect("hall", leaving);
        publishUntilBothReceive(leaving, leaving);

        socket.sendPing(ByteBuffer.wrap(new byte[] {1, 2})).join();
        assertEquals("pong", leaving.control());
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "done").join();
        assertEquals("close 1000", leaving.control());

        Inbox staying = new Inbox();
        connect("hall", staying);
        publishUntilBothReceive(staying, staying);
    }

    @Test
    void shouldRefuseAHandshakeForAnUnknownStream() {
        assertThrows(CompletionException.class, () -> connect("attic", new Inbox()));
    }

    @Test
    void shouldNameTheAddressOfAPortInUse() {
        InetSocketAddress taken = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());

        IOException failure = assertThrows(IOException.class, () -> new WebServer(taken, List.of()));

        assertTrue(failure.getMessage().matches("cannot listen on \\S+:" + server.port()
                + ": .*in use.*; choose another port with --port"), failure.getMessage());
    }

    private long publishUntilBothReceive(Inbox a, Inbox b) throws Exception {
        long sequence = 0;
        while (a.isEmpty() || b.isEmpty()) {
            server.broadcaster().publish(frame("hall", sequence++), pixels);
            Thread.onSpinWait();
        }
        return sequence;
    }

    private WebSocket connect(String stream, Inbox inbox) {
        return client.newWebSocketBuilder().buildAsync(uri("ws", "/v1/streams/" + stream), inbox).join();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(HttpRequest.newBuilder(uri("http", path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String scheme, String path) {
        return URI.create(scheme + "://127.0.0.1:" + server.port() + path);
    }

    private static PoseFrame frame(String stream, long sequence) {
        List<Keypoint2D> joints = Collections.nCopies(17, new Keypoint2D(12.5f, 3, 0.9f));
        return new PoseFrame(stream, sequence, sequence * 33, 640, 480, List.of(), List.of(new PersonPose(1, 0.9f,
                new BoundingBox(1, 2, 3, 4), SkeletonTopology.COCO_17, joints, SkeletonTopology.H36M_17, List.of())));
    }
}
