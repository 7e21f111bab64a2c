package org.posestream.server.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.posestream.export.VideoEncoder;
import org.posestream.export.VideoFormat;
import org.posestream.frame.FrameBuffer;
import org.posestream.inference.ExecutionProvider;
import org.posestream.pipeline.PipelineOptions;
import org.posestream.server.config.CameraConfig;
import org.posestream.server.config.PoseStreamConfig;
import org.posestream.server.config.ServerConfig;
import org.posestream.server.web.Inbox;

/** An RTSP stream on the loopback through the whole chain: camera, networks, WebSocket client. */
@Timeout(120)
class RtspIT {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final PrintStream terminal = System.err;
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private String address;

    @TempDir
    private Path folder;

    @BeforeEach
    void prepare() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            address = "rtsp://127.0.0.1:" + socket.getLocalPort() + "/cam";
        }
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void endThreads() throws InterruptedException {
        System.setErr(terminal);
        threads.shutdownNow();
        assertTrue(threads.awaitTermination(20, TimeUnit.SECONDS), "no thread is left behind");
    }

    @Test
    void shouldSendTheSkeletonsOfAStreamWheneverItsSenderIsThere() throws Exception {
        ServerConfig listen = new ServerConfig("127.0.0.1", 0, Duration.ofSeconds(10));
        try (StreamServer server = new StreamServer(settings(), PoseStreamConfig.DEFAULT.withServer(listen))) {
            server.cameras().add("cam", camera());
            Inbox client = Inbox.subscribe(server.port(), "cam");
            for (int sender = 0; sender < 2; sender++) {
                CountDownLatch enough = new CountDownLatch(1);
                long beginNanos = System.nanoTime();
                Future<Void> sending = threads.submit(() -> send(enough));
                assertSomebodyStands(client, beginNanos, 20);
                enough.countDown();
                sending.get();
            }
        }
        List<String> lines = log.toString(StandardCharsets.UTF_8).lines().toList();
        assertTrue(lines.size() >= 2, lines.toString());
        assertTrue(lines.get(0).contains("cam: streaming h264 yuv420p 320x240"), lines.get(0));
        assertTrue(lines.get(1).contains("cam: lost: "), lines.get(1));
    }

    private CameraConfig camera() {
        CameraConfig like = CameraConfig.DEFAULT;
        return new CameraConfig(address, true, like.transport(), like.freshness(), 0, Duration.ofSeconds(20),
                Duration.ofSeconds(30), like.stallTimeout(), like.longestPause(), 1, like.device(),
                Map.of("rtsp_flags", "listen"));
    }

    /** In so many frames that were captured after that time. */
    private static void assertSomebodyStands(Inbox client, long sinceNanos, int frames) throws Exception {
        long sequence = -1;
        for (int i = 0; i < frames;) {
            JsonNode frame = client.take();
            // A stream's first frames pass before anybody is found.
            i += frame.get("captureNanos").asLong() > sinceNanos && !frame.get("people").isEmpty() ? 1 : 0;
            assertTrue(frame.get("sequence").asLong() > sequence, frame::toString);
            sequence = frame.get("sequence").asLong();
            assertEquals("cam", frame.get("stream").asText());
            assertEquals(320, frame.get("imageWidth").asInt());
            assertTrue(frame.get("people").size() <= 1, frame::toString);
            for (JsonNode person : frame.get("people")) {
                assertEquals(17, person.get("joints2d").size());
                assertEquals(17, person.get("joints3d").size());
            }
        }
    }

    private EngineSettings settings() throws IOException {
        Path networks = Files.createDirectory(folder.resolve("networks"));
        TinyNetworks.options(networks);
        return new EngineSettings(networks, "bright-detector", "standing-pose", "lifter", ExecutionProvider.CPU, 1,
                PipelineOptions.DEFAULTS);
    }

    private Void send(CountDownLatch enough) throws Exception {
        FrameBuffer image = TinyVideos.image(320, 240, 170, new Random(7));
        try (VideoEncoder encoder = connect()) {
            for (int i = 0; enough.getCount() > 0; i++) {
                encoder.write(image, i * 33_333_333L);
            }
        } catch (IOException e) {
            assertEquals(0, enough.getCount(), "the sender broke first: " + e.getMessage());
        }
        return null;
    }

    /** Tries until the source listens. */
    private VideoEncoder connect() {
        for (int i = 0; i < 1_000_000; i++) {
            try {
                return VideoEncoder.open(address, VideoFormat.h264(320, 240, 30, 1_000_000));
            } catch (IOException e) {
                Thread.onSpinWait();
            }
        }
        return fail("the source did not listen on " + address);
    }
}
