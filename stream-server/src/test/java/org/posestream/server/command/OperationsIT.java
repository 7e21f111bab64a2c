package org.posestream.server.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.posestream.server.web.Inbox;

/** What operators see of {@code posestream serve} as it is installed, from before it is ready. */
@Timeout(120)
class OperationsIT {

    private static final int FRAMES = 30;

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    @Test
    void shouldTellWhenItIsReadyAndHowItsCameraIs() throws Exception {
        List<String> arguments = new ArrayList<>(List.of("serve",
                "--source", "hall=" + TinyVideos.bright(folder.resolve("bright.mp4"), 20)));
        arguments.addAll(TinyNetworks.options(Files.createDirectory(folder.resolve("networks"))));
        int port = freePort();
        arguments.addAll(List.of("--port", String.valueOf(port)));

        try (ServerProcess server = ServerProcess.begin(folder, arguments)) {
            assertEquals(Set.of("/live 200", "/ready 503", "/ready 200"), watchUntilReady(port),
                    () -> server.errorLines().toString());
            Inbox hall = Inbox.subscribe(port, "hall");
            for (int i = 0; i < FRAMES; i++) {
                hall.take();
            }

            assertHealth(new ObjectMapper().readTree(get(port, "/health").body()));
            assertMetrics(get(port, "/metrics").body());
        }
    }

    private static void assertHealth(JsonNode health) {
        assertEquals("ok", health.get("status").asText(), health::toPrettyString);
        assertEquals("bright-detector", health.get("networks").get(0).get("name").asText());
        JsonNode camera = health.get("cameras").get(0);
        assertEquals("hall", camera.get("name").asText());
        assertEquals("streaming", camera.get("state").asText());
        assertEquals(TinyVideos.WIDTH, camera.get("format").get("width").asInt());
        // All but those that may be under way behind the last one sent.
        assertTrue(camera.get("frames").get("published").asInt() >= FRAMES - 5, camera::toPrettyString);
        assertTrue(camera.get("latencyMillis").get("total").get("p50").asDouble() > 0, camera::toPrettyString);
    }

    private static void assertMetrics(String metrics) {
        Matcher published = Pattern.compile("(?m)^posestream_frames_published_total\\{camera=\"hall\"} (\\S+)$")
                .matcher(metrics);
        assertTrue(published.find(), metrics);
        assertTrue(Double.parseDouble(published.group(1)) >= FRAMES - 5, published::group);
        assertTrue(metrics.contains("\nposestream_ready 1.0\n"), metrics);
        assertTrue(metrics.contains("\nposestream_camera_state{camera=\"hall\",state=\"streaming\"} 1.0\n"), metrics);
    }

    /** What is answered from the first answer on until the server is ready. */
    private Set<String> watchUntilReady(int port) throws IOException, InterruptedException {
        Set<String> seen = new LinkedHashSet<>();
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (!seen.contains("/ready 200") && System.nanoTime() < deadline) {
            for (String path : List.of("/live", "/ready")) {
                try {
                    seen.add(path + " " + get(port, path).statusCode());
                } catch (ConnectException e) {
                    LockSupport.parkNanos(5_000_000); // It does not listen yet.
                }
            }
        }
        return seen;
    }

    private HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
