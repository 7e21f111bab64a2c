package org.posestream.server.web;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.posestream.server.access.Scope;

/** Answers in pieces, as a client's socket sees them. */
@Timeout(60)
class StreamedReplyTest {

    private final CompletableFuture<StreamedReply.Sink> begun = new CompletableFuture<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicInteger timesOver = new AtomicInteger();
    private Function<StreamedReply.Sink, Runnable> begin = sink -> {
        begun.complete(sink);
        return this::end;
    };
    private WebServer server;

    @BeforeEach
    void listen() throws IOException {
        server = new WebServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), List.of(
                Endpoint.get("/pieces", Scope.NONE, Route.of(() -> new StreamedReply("text/pieces", begin))),
                Endpoint.get("/whole", Scope.NONE, Route.of(() -> Reply.line(200, "whole")))));
    }

    private void end() {
        timesOver.incrementAndGet();
        over.countDown();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void shouldSendPiecesAsChunksAndEndTheConnection() throws Exception {
        try (Socket client = ask("GET /pieces HTTP/1.1\r\n\r\nGET /whole HTTP/1.1\r\n\r\n")) {
            StreamedReply.Sink sink = begun.get();
            sink.send(bytes("one"));
            sink.send(bytes("and two"));
            sink.end();
            sink.send(bytes("too late"));
            sink.end();

            String answer = all(client);
            assertEquals("HTTP/1.1 200 OK", answer.lines().findFirst().orElseThrow());
            assertEquals("text/pieces", header(answer, "content-type"));
            assertEquals("no-store", header(answer, "cache-control"));
            assertEquals("chunked", header(answer, "transfer-encoding"));
            assertEquals("close", header(answer, "connection"));
            assertEquals("3\r\none\r\n7\r\nand two\r\n0\r\n\r\n", body(answer));
        }
        awaitOver();
    }

    @Test
    void shouldSendPiecesBareToClientsThatKnowNoChunks() throws Exception {
        try (Socket client = ask("GET /pieces HTTP/1.0\r\n\r\n")) {
            begun.get().send(bytes("one"));
            begun.get().send(bytes("two"));
            begun.get().end();

            String answer = all(client);
            assertEquals("", header(answer, "transfer-encoding"));
            assertEquals("close", header(answer, "connection"));
            assertEquals("onetwo", body(answer));
        }
    }

    @Test
    void shouldAnswerHeadWithoutBeginning() throws Exception {
        try (Socket client = ask("HEAD /pieces HTTP/1.1\r\n\r\n")) {
            String answer = all(client);
            assertEquals("chunked", header(answer, "transfer-encoding"));
            assertEquals("", body(answer));
        }
        assertFalse(begun.isDone());
    }

    @Test
    void shouldTellWhenTheClientHasGone() throws Exception {
        Socket client = ask("GET /pieces HTTP/1.1\r\n\r\n");
        StreamedReply.Sink sink = begun.get();
        assertTrue(sink.isReady());

        client.close();

        awaitOver();
        assertFalse(sink.isReady());
        sink.send(bytes("nobody hears it"));
        assertEquals("whole", whole());
    }

    @Test
    void shouldTellWhenTheServerCloses() throws Exception {
        try (Socket client = ask("GET /pieces HTTP/1.1\r\n\r\n")) {
            begun.get();
            server.close();
            awaitOver();
            assertTrue(all(client).endsWith("\r\n\r\n"));
        }
    }

    @Test
    void shouldNotBeReadyWhileTheClientTakesNothing() throws Exception {
        byte[] piece = new byte[16 * 1024];
        try (Socket client = ask("GET /pieces HTTP/1.0\r\n\r\n")) {
            StreamedReply.Sink sink = begun.get();
            int sent = 0;
            while (sink.isReady() || settled(sink)) {
                sink.send(piece);
                sent++;
            }
            InputStream in = client.getInputStream();
            skipHead(in);
            assertArrayEquals(new byte[sent * piece.length], in.readNBytes(sent * piece.length));
            while (!sink.isReady()) {
                Thread.onSpinWait();
            }
            sink.send(bytes("the last"));
            sink.end();
            assertEquals("the last", all(client));
        }
    }

    /** Whether it is ready when the event loop has written what it was given. */
    private boolean settled(StreamedReply.Sink sink) throws Exception {
        assertEquals("whole", whole());
        return sink.isReady();
    }

    @Test
    void shouldEndWhatEndsAsItBegins() throws Exception {
        begin = sink -> {
            sink.send(bytes("all"));
            sink.end();
            return this::end;
        };
        try (Socket client = ask("GET /pieces HTTP/1.0\r\n\r\n")) {
            assertEquals("all", body(all(client)));
        }
        awaitOver();
    }

    @Test
    void shouldDisconnectWhereItCannotBegin() throws Exception {
        begin = sink -> {
            throw new IllegalStateException("cannot begin");
        };
        try (Socket client = ask("GET /pieces HTTP/1.1\r\n\r\n")) {
            assertEquals("", body(all(client)));
        }
        assertEquals("whole", whole());
    }

    private void awaitOver() throws Exception {
        assertTrue(over.await(30, TimeUnit.SECONDS));
        // What came after has run as well when another request is answered.
        if (timesOver.get() != 1) {
            throw new AssertionError("over " + timesOver + " times");
        }
    }

    private String whole() throws IOException {
        try (Socket client = ask("GET /whole HTTP/1.0\r\n\r\n")) {
            return body(all(client)).strip();
        }
    }

    private static String body(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    /** The header's value, or nothing. */
    private static String header(String answer, String name) {
        return answer.lines().takeWhile(line -> !line.isEmpty()).map(line -> line.split(": ", 2))
                .filter(line -> line[0].equalsIgnoreCase(name)).map(line -> line[1]).findFirst().orElse("");
    }

    private static void skipHead(InputStream in) throws IOException {
        for (int lineEnds = 0; lineEnds < 4; ) {
            int next = in.read();
            lineEnds = next == '\r' || next == '\n' ? lineEnds + 1 : 0;
        }
    }

    private Socket ask(String requests) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(30_000);
        socket.getOutputStream().write(bytes(requests));
        return socket;
    }

    private static String all(Socket client) throws IOException {
        return new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
