package org.posestream.server.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.posestream.server.web.Inbox;

/** {@code posestream serve} as it is installed: several sources at once, until it is told to end. */
@Timeout(120)
class ServeIT {

    @TempDir
    private Path folder;

    @Test
    void shouldServeSeveralSourcesAtOnceUntilItIsTerminated() throws Exception {
        List<String> arguments = new ArrayList<>(List.of("serve",
                "--source", "hall=" + TinyVideos.bright(folder.resolve("bright.mp4"), 20),
                "--source", "attic=" + TinyVideos.dark(folder.resolve("dark.mp4"), 20),
                "--source", "desk=" + TinyVideos.lossless(folder.resolve("odd.mkv"), "gray", 99, 77, 10)));
        arguments.addAll(TinyNetworks.options(Files.createDirectory(folder.resolve("networks"))));

        try (ServerProcess server = ServerProcess.start(folder, arguments)) {
            assertEquals(List.of("attic", "desk", "hall"), server.streams());
            Inbox hall = Inbox.subscribe(server.port(), "hall");
            Inbox attic = Inbox.subscribe(server.port(), "attic");
            Inbox desk = Inbox.subscribe(server.port(), "desk");
            // Longer than the videos: they go on from the beginning.
            assertFrames(hall, "hall", 25, TinyVideos.WIDTH, 1);
            assertFrames(attic, "attic", 25, TinyVideos.WIDTH, 0);
            assertFrames(desk, "desk", 25, 99, 1);

            assertEquals(0, server.terminate());
            assertEquals(List.of("attic: streaming h264 yuv420p 160x120 30 frames/s",
                    "desk: streaming ffv1 gray 99x77 30 frames/s", "hall: streaming h264 yuv420p 160x120 30 frames/s",
                    "stopped", "stopping on SIGTERM; a second signal ends at once"),
                    server.logged().stream().sorted().toList());
        }
    }

    private static void assertFrames(Inbox inbox, String stream, int count, int width, int people) throws Exception {
        long sequence = -1;
        long nanos = Long.MIN_VALUE;
        for (int i = 0; i < count; i++) {
            JsonNode frame = inbox.take();
            assertEquals(stream, frame.get("stream").asText());
            assertEquals(width, frame.get("imageWidth").asInt());
            assertEquals(people, frame.get("people").size());
            assertTrue(frame.get("sequence").asLong() > sequence && frame.get("captureNanos").asLong() > nanos,
                    frame::toString);
            sequence = frame.get("sequence").asLong();
            nanos = frame.get("captureNanos").asLong();
        }
    }
}
