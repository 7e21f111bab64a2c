package org.posestream.server.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.posestream.detect.WholeFrameDetector;
import org.posestream.pipeline.PipelineComponents;
import org.posestream.pipeline.PipelineOptions;
import org.posestream.pipeline.PosePipeline;
import org.posestream.server.camera.CameraService;
import org.posestream.server.camera.NoJoints;
import org.posestream.server.config.CameraConfig;
import org.posestream.server.config.CameraSettings;
import org.posestream.server.config.ConfigFile;
import org.posestream.server.config.ConfigInForce;
import org.posestream.server.config.InvalidSettingsException;
import org.posestream.server.config.PoseStreamConfig;
import org.posestream.server.web.Mutation;
import org.posestream.server.web.Request;
import org.posestream.server.web.WebServer;

/** Spoilt JSON as the settings of cameras: each is refused by a problem that says why, and nothing else is thrown. */
class CameraBodiesFuzzTest {

    private static final int BODIES = 10_000;
    private static final long SEED = 20261201;
    private static final String[] RIGHT = {
        "{\"name\":\"hall\",\"address\":\"rtsp://me:pw@10.0.0.7/stream\",\"transport\":\"udp\",\"max-rate\":12.5}",
        "{\"name\":\"hall\",\"address\":\"/dev/video0\",\"device\":{\"size\":\"640x480\",\"frame-rate\":25}}",
        "{\"name\":\"hall\",\"address\":\"http://10.0.0.7/a.mp4\",\"options\":{\"buffer_size\":4194304},"
                + "\"stall-timeout\":\"7s\",\"decode-threads\":2,\"enabled\":false,\"status\":{\"a\":[1,null,true]}}"};

    private WebServer web;
    private PosePipeline pipeline;
    private CameraService cameras;
    private ConfigInForce config;

    @BeforeEach
    void fill() throws Exception {
        web = new WebServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), List.of());
        // Never started: what is right by chance is refused too, and nothing is opened.
        pipeline = new PosePipeline(new PipelineComponents(new WholeFrameDetector(1), new NoJoints(), Optional.empty()),
                PipelineOptions.DEFAULTS.withMaxCameras(1), List.of());
        cameras = new CameraService(pipeline, web.broadcaster());
        config = new ConfigInForce(new ConfigFile(PoseStreamConfig.DEFAULT, Map.of(), List.of()));
    }

    @AfterEach
    void close() {
        pipeline.close();
        web.close();
    }

    @Test
    void shouldRefuseSpoiltCameras() {
        CameraRoutes routes = new CameraRoutes(cameras, config);
        SplittableRandom random = new SplittableRandom(SEED);
        Mutation mutation = new Mutation(random);
        Map<Integer, Integer> statuses = new HashMap<>();
        for (int i = 0; i < BODIES; i++) {
            byte[] body = mutation.of(RIGHT[random.nextInt(RIGHT.length)].getBytes(StandardCharsets.UTF_8));
            Request request = new Request("PUT", "/v1/cameras/hall", Map.of("name", "hall"), Map.of(),
                    Map.of("content-type", JsonBody.JSON), body);
            String what = "body " + i + " of seed " + SEED + ": " + new String(body, StandardCharsets.UTF_8);
            ProblemException refusal = random.nextBoolean()
                    ? assertThrows(ProblemException.class, () -> routes.replace(request), what)
                    : assertThrows(ProblemException.class, () -> routes.add(request), what);
            statuses.merge(refusal.problem().reply().status(), 1, Integer::sum);
        }
        assertTrue(statuses.keySet().stream().allMatch(status -> status >= 400 && status < 500), statuses.toString());
        assertTrue(statuses.size() > 2, "refused for one reason only: " + statuses);
        assertEquals(List.of(), cameras.list());
    }

    @Test
    void shouldTakeOrRefuseSpoiltChanges() {
        CameraSettings settings = new CameraSettings(config);
        CameraConfig before = CameraConfig.DEFAULT.withAddress("rtsp://127.0.0.1:1/nobody");
        SplittableRandom random = new SplittableRandom(SEED);
        Mutation mutation = new Mutation(random);
        int taken = 0;
        int malformed = 0;
        for (int i = 0; i < BODIES; i++) {
            String right = RIGHT[random.nextInt(RIGHT.length)].replaceFirst("\"name\":\"hall\",", "");
            byte[] body = mutation.of(right.getBytes(StandardCharsets.UTF_8));
            Request request = new Request("PATCH", "/", Map.of(), Map.of(), Map.of("content-type", JsonBody.JSON),
                    body);
            try {
                settings.changed(JsonBody.of(request, List.of(JsonBody.JSON)), before);
                taken++;
            } catch (ProblemException e) {
                malformed++;
            } catch (InvalidSettingsException e) {
                assertFalse(e.faults().isEmpty(), () -> new String(body, StandardCharsets.UTF_8));
            }
        }
        assertTrue(taken > 0 && malformed > 0 && taken + malformed < BODIES,
                taken + " taken, " + malformed + " no JSON");
    }
}
