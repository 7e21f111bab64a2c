package org.posestream.server.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.posestream.detect.WholeFrameDetector;
import org.posestream.pipeline.PipelineComponents;
import org.posestream.pipeline.PipelineOptions;
import org.posestream.pipeline.PosePipeline;
import org.posestream.server.camera.CameraService;
import org.posestream.server.camera.NoJoints;
import org.posestream.server.config.CameraConfig;
import org.posestream.server.config.ConfigException;
import org.posestream.server.config.PoseStreamConfig;
import org.posestream.server.web.WebServer;
import org.slf4j.LoggerFactory;

@Timeout(60)
class ReloadTest {

    private static final CameraConfig NOBODY_THERE = CameraConfig.DEFAULT.withAddress("rtsp://127.0.0.1:1/nobody");

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger log = (Logger) LoggerFactory.getLogger(Reload.class);
    private WebServer web;
    private PosePipeline pipeline;
    private CameraService service;
    private Reload reload;

    /** Two cameras at most, and none yet. */
    @BeforeEach
    void start() throws IOException {
        web = new WebServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Map.of());
        pipeline = new PosePipeline(new PipelineComponents(new WholeFrameDetector(1), new NoJoints(), Optional.empty()),
                PipelineOptions.DEFAULTS.withMaxCameras(2), List.of());
        pipeline.start();
        service = new CameraService(pipeline, web.broadcaster());
        reload = new Reload(service, budget -> { }, PoseStreamConfig.DEFAULT, false);
        lines.start();
        log.addAppender(lines);
    }

    @AfterEach
    void close() {
        log.detachAppender(lines);
        pipeline.close();
        web.close();
    }

    @Test
    void shouldTryAgainWhatCouldNotBeDone() {
        reload.run(() -> cameras("a", "b", "c"));

        assertEquals(List.of("a", "b"), names());
        assertEquals(List.of("c: not reloaded: a pipeline takes at most 2 cameras at a time",
                "reloaded: 2 of 3 cameras added, changed or removed"), told());

        reload.run(() -> cameras("a", "b", "c"));
        assertEquals(List.of("c: not reloaded: a pipeline takes at most 2 cameras at a time",
                "reloaded: 0 of 3 cameras added, changed or removed"), told());

        reload.run(() -> cameras("a", "c"));
        assertEquals(List.of("a", "c"), names());
        assertEquals(List.of("reloaded: 2 of 2 cameras added, changed or removed"), told());

        reload.run(() -> cameras("a"));
        assertEquals(List.of("a"), names());
        assertEquals(List.of("reloaded: 1 of 1 cameras added, changed or removed"), told());
    }

    @Test
    void shouldForgetWhatItCouldNeverAdd() {
        reload.run(() -> cameras("a", "b", "c"));
        told();

        reload.run(() -> cameras("a", "b"));

        assertEquals(List.of("reloaded: 0 of 2 cameras added, changed or removed"), told());
    }

    @Test
    void shouldSayEveryTimeThatAFileIsRefused() {
        reload.run(() -> cameras("a"));
        told();
        Reload.Loader broken = () -> {
            throw new ConfigException(List.of("f.yaml:1: one", "f.yaml:2: another"));
        };

        reload.run(broken);

        assertEquals(List.of("not reloaded: f.yaml:1: one", "not reloaded: f.yaml:2: another",
                "nothing was reloaded, because of errors: 2"), told());
        assertEquals(List.of("a"), names());
    }

    private static PoseStreamConfig cameras(String... names) {
        Map<String, CameraConfig> cameras = new LinkedHashMap<>();
        for (String name : names) {
            cameras.put(name, NOBODY_THERE);
        }
        return PoseStreamConfig.DEFAULT.withCameras(cameras);
    }

    private List<String> names() {
        return service.list().stream().map(camera -> camera.name()).toList();
    }

    /** What was logged since it was asked last. */
    private List<String> told() {
        List<String> told = lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
        lines.list.clear();
        return told;
    }
}
