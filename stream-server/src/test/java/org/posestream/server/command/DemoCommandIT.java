package org.posestream.server.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.posestream.frame.FrameBuffer;
import org.posestream.server.web.Inbox;
import org.posestream.source.FrameSource;
import org.posestream.source.FrameSources;
import org.posestream.source.SourceOptions;

/** The first thing that a newcomer runs: the bundled clip through the embedded networks. */
@Timeout(300)
class DemoCommandIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    @Test
    void shouldLeaveSkeletonsAndOverlayOfTheWholeClip() throws Exception {
        Path results = folder.resolve("demo results");

        CommandRun run = CommandRun.of("demo", "--once", "--out", results.toString());

        assertEquals(0, run.code(), run.errors()::toString);
        assertEquals(List.of(), run.errors());
        assertEquals(List.of("overlay.mp4", "poses.jsonl"), names(results));
        JsonNode truth = truth();
        assertVideo(results.resolve("overlay.mp4"), truth);
        assertPoses(Files.readAllLines(results.resolve("poses.jsonl")), truth);
    }

    @Test
    void shouldServeTheClipInALoopUntilItIsTerminated() throws Exception {
        try (ServerProcess server = ServerProcess.start(folder, List.of("demo"))) {
            assertTrue(get(server, "/").contains("<title>PoseStream</title>"));
            assertEquals(List.of("demo"), server.streams());
            Inbox client = Inbox.subscribe(server.port(), "demo");
            int found = 0;
            for (int i = 0; i < 60; i++) {
                JsonNode frame = client.take();
                assertEquals(1280, frame.get("imageWidth").asInt());
                found += frame.get("people").size();
            }
            assertTrue(found >= 54, "people in " + found + " of 60 frames");

            assertEquals(0, server.terminate());
            assertEquals(List.of("demo: streaming h264 yuv420p 1280x720 30 frames/s",
                    "stopping on SIGTERM; a second signal ends at once"),
                    server.logged());
        }
        assertEquals(List.of(), names(folder).stream().filter(name -> name.contains("demo")).toList(),
                "the copy of the clip is gone");
    }

    private static void assertPoses(List<String> lines, JsonNode truth) throws IOException {
        int frames = truth.get("frames").size();
        assertEquals(frames, lines.size());
        int found = 0;
        for (int i = 0; i < frames; i++) {
            JsonNode frame = JSON.readTree(lines.get(i));
            assertEquals(i, frame.get("sequence").asInt());
            assertEquals(i / truth.get("framesPerSecond").asDouble(), frame.get("captureNanos").asLong() / 1e9, 1e-3);
            found += frame.get("people").size() >= truth.get("frames").get(i).get("people").size() ? 1 : 0;
        }
        assertTrue(found >= 0.95 * frames, "everybody found in " + found + " of " + frames + " frames");
    }

    private static void assertVideo(Path file, JsonNode truth) throws Exception {
        FrameBuffer buffer = new FrameBuffer(0);
        int frames = 0;
        try (FrameSource video = FrameSources.open(file.toString(), SourceOptions.DEFAULT)) {
            while (video.advance()) {
                video.copyTo(buffer);
                frames++;
            }
        }
        assertEquals(truth.get("frames").size(), frames);
        assertEquals(truth.get("imageWidth").asInt(), buffer.width());
        assertEquals(truth.get("imageHeight").asInt(), buffer.height());
    }

    private static JsonNode truth() throws IOException {
        try (InputStream in = DemoCommandIT.class.getResourceAsStream("/org/posestream/models/demo.json")) {
            return JSON.readTree(in);
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static String get(ServerProcess server, String path) throws Exception {
        return HttpClient.newHttpClient().send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path)).build(),
                HttpResponse.BodyHandlers.ofString()).body();
    }
}
