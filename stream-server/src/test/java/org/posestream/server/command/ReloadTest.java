package org.posestream.server.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
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
import org.posestream.server.config.AccessConfig;
import org.posestream.server.config.CameraConfig;
import org.posestream.server.config.ConfigException;
import org.posestream.server.config.LogConfig;
import org.posestream.server.config.PoseStreamConfig;
import org.posestream.server.config.ServerConfig;
import org.posestream.server.config.VmcConfig;
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
    private PoseStreamConfig handedOn;

    /** Two cameras at most, and none yet. */
    @BeforeEach
    void start() throws IOException {
        start(2);
    }

    private void start(int maxCameras) throws IOException {
        web = new WebServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), List.of());
        pipeline = new PosePipeline(new PipelineComponents(new WholeFrameDetector(1), new NoJoints(), Optional.empty()),
                PipelineOptions.DEFAULTS.withMaxCameras(maxCameras), List.of());
        pipeline.start();
        service = new CameraService(pipeline, web.broadcaster());
        reload = new Reload(service, next -> handedOn = next, PoseStreamConfig.DEFAULT, false);
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
                "reloaded: added a, b"), told());

        reload.run(() -> cameras("a", "b", "c"));
        assertEquals(List.of("c: not reloaded: a pipeline takes at most 2 cameras at a time",
                "reloaded: nothing changed"), told());

        reload.run(() -> cameras("a", "c"));
        assertEquals(List.of("a", "c"), names());
        assertEquals(List.of("reloaded: added c; removed b"), told());

        reload.run(() -> cameras("a"));
        assertEquals(List.of("a"), names());
        assertEquals(List.of("reloaded: removed c"), told());
    }

    @Test
    void shouldForgetWhatItCouldNeverAdd() {
        reload.run(() -> cameras("a", "b", "c"));
        told();

        reload.run(() -> cameras("a", "b"));

        assertEquals(List.of("reloaded: nothing changed"), told());
    }

    @Test
    void shouldNameWhatItChanged() {
        reload.run(() -> cameras("a", "b"));
        told();
        CameraConfig disabled = NOBODY_THERE.withEnabled(false);

        reload.run(() -> PoseStreamConfig.DEFAULT.withCameras(Map.of("a", disabled)));
        assertEquals(List.of("reloaded: changed a; removed b"), told());

        reload.run(() -> PoseStreamConfig.DEFAULT.withCameras(Map.of("a", disabled))
                .withLog(new LogConfig(LogConfig.Level.INFO, LogConfig.Format.JSON)));
        Logging.setUp(LogConfig.DEFAULT, false);
        assertEquals(List.of("reloaded: changed log.format"), told());
    }

    @Test
    void shouldHandOnOtherTargets() {
        VmcConfig avatar = new VmcConfig("127.0.0.1", Optional.empty(), "largest", 0);

        reload.run(() -> PoseStreamConfig.DEFAULT.withVmc(Map.of("avatar", avatar)));

        assertEquals(List.of("reloaded: changed vmc"), told());
        assertEquals(Map.of("avatar", avatar), handedOn.vmc());
    }

    @Test
    void shouldLeaveAloneWhatTheFileSaysNothingNewAbout() throws Exception {
        reload.run(() -> cameras("a"));
        service.remove("a");
        service.set("guest", NOBODY_THERE);
        told();

        reload.run(() -> cameras("a"));
        assertEquals(List.of("guest"), names());
        assertEquals(List.of("reloaded: nothing changed"), told());

        reload.run(() -> PoseStreamConfig.DEFAULT.withCameras(Map.of()));
        assertEquals(List.of("guest"), names());
        assertEquals(List.of("reloaded: removed a"), told());
    }

    @Test
    void shouldFollowTheFileWhereItHasChanged() throws Exception {
        reload.run(() -> cameras("a"));
        service.remove("a");
        service.set("guest", NOBODY_THERE);
        CameraConfig disabled = NOBODY_THERE.withEnabled(false);

        reload.run(() -> PoseStreamConfig.DEFAULT.withCameras(Map.of("a", disabled, "guest", disabled)));

        assertEquals(List.of("a", "guest"), names());
        assertEquals(disabled, service.get("guest").orElseThrow().config());
        reload.run(() -> PoseStreamConfig.DEFAULT.withCameras(Map.of()));
        assertEquals(List.of(), names(), "it is the file's from then on");
    }

    @Test
    void shouldNameTenOfManyCameras() throws IOException {
        close();
        start(12);
        CameraConfig disabled = NOBODY_THERE.withEnabled(false);
        Map<String, CameraConfig> many = new LinkedHashMap<>();
        for (int i = 1; i <= 12; i++) {
            many.put("c" + i, disabled);
        }

        reload.run(() -> PoseStreamConfig.DEFAULT.withCameras(many));

        assertEquals(List.of("reloaded: added c1, c2, c3, c4, c5, c6, c7, c8, c9, c10 and 2 more"), told());
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

    @Test
    void shouldLetNobodyInWhereTheFileMovesToLoopbackAndTheServerDoesNot() {
        reload = new Reload(service, next -> handedOn = next, PoseStreamConfig.DEFAULT.withServer(
                new ServerConfig("0.0.0.0", 8080, Duration.ofSeconds(10))), false);

        reload.run(() -> cameras("a"));

        assertNull(handedOn, "without tokens everybody could do everything");
        assertEquals(List.of("not reloaded: posestream: host 0.0.0.0 lets other machines in, but nothing says who may"
                + " come; name access.tokens in a file for --config, or let everybody in by --open",
                "nothing was reloaded, because of errors: 1"), told());

        reload.run(() -> cameras("a").withAccess(AccessConfig.DEFAULT.withOpen(true)));
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
