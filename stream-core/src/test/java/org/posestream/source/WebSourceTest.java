package org.posestream.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WebSourceTest {

    private HttpServer server;

    @TempDir
    private Path folder;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    @Test
    void shouldTreatAFileOfTheWebAsAFile() throws Exception {
        byte[] video = Files.readAllBytes(TestVideos.lossless(folder.resolve("a.mkv"), 64, 48, "yuv420p", 5));
        server.createContext("/", exchange -> answer(exchange, video, video.length));
        try (FrameSource source = FrameSources.open(address("a.mkv"), SourceOptions.DEFAULT)) {
            assertFalse(source.isLive());
            for (int i = 0; i < 5; i++) {
                assertTrue(source.advance());
                assertEquals(i * 40_000_000L, source.captureNanos());
            }
            assertFalse(source.advance());
        }
    }

    @Test
    void shouldFailWhereAFileOfTheWebBreaksOff() throws Exception {
        byte[] video = Files.readAllBytes(TestVideos.lossless(folder.resolve("a.mkv"), 320, 240, "yuv420p", 20));
        server.createContext("/", exchange -> answer(exchange, Arrays.copyOf(video, video.length / 2), video.length));
        try (FrameSource source = FrameSources.open(address("a.mkv"), SourceOptions.DEFAULT)) {
            SourceException e = assertThrows(SourceException.class, () -> readAll(source));
            assertEquals("'" + address("a.mkv") + "' broke off (Input/output error); check the network, or copy the"
                    + " file first", e.getMessage());
        }
    }

    private static void readAll(FrameSource source) throws SourceException {
        boolean more = true;
        while (more) {
            more = source.advance();
        }
    }

    @Test
    void shouldTreatAStreamWithoutLengthAsLive() throws Exception {
        // Motion JPEG has no duration, and this server tells no length.
        byte[] video = Files.readAllBytes(TestVideos.motionJpeg(folder.resolve("a.mjpeg"), 64, 48, 5));
        server.createContext("/", exchange -> answer(exchange, video, 0));
        try (FrameSource source = FrameSources.openAsCamera(address("a.mjpeg"), SourceOptions.DEFAULT)) {
            assertTrue(source instanceof FfmpegFrameSource, "what is live is not paced again");
            assertTrue(source.isLive());
            int frames = 0;
            while (source.advance()) {
                frames++;
            }
            assertEquals(5, frames);
        }
    }

    @Test
    void shouldNameTheAddressThatIsNotThere() {
        SourceException e = assertThrows(SourceException.class,
                () -> FrameSources.open(address("nothing.mp4"), SourceOptions.DEFAULT));
        assertEquals("cannot connect to '" + address("nothing.mp4") + "': Server returned 404 Not Found; check the"
                + " path behind the host", e.getMessage());
    }

    @Test
    void shouldGiveUpOnAServerThatSaysNothing() throws IOException {
        try (ServerSocket silent = new ServerSocket(0)) {
            String address = "http://127.0.0.1:" + silent.getLocalPort() + "/a.mp4";
            SourceException e = assertThrows(SourceException.class,
                    () -> FrameSources.open(address, SourceOptions.DEFAULT.withTimeoutNanos(200_000_000)));
            assertEquals("cannot connect to '" + address + "': no answer within 200 ms; check the address and that the"
                    + " sender is on", e.getMessage());
        }
    }

    private String address(String name) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + name;
    }

    /** @param length of the body; 0 for one in chunks, whose length is not told */
    private static void answer(HttpExchange exchange, byte[] body, long length) throws IOException {
        if (exchange.getRequestURI().getPath().contains("nothing")) {
            exchange.sendResponseHeaders(404, -1);
        } else {
            exchange.sendResponseHeaders(200, length);
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }
}
