package org.posestream.server.camera;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.posestream.detect.WholeFrameDetector;
import org.posestream.pipeline.CameraState;
import org.posestream.pipeline.CameraSupervisor;
import org.posestream.pipeline.PipelineComponents;
import org.posestream.pipeline.PipelineOptions;
import org.posestream.pipeline.PosePipeline;
import org.posestream.pose.PoseFrame;
import org.posestream.server.camera.CameraException.Reason;
import org.posestream.server.config.CameraConfig;
import org.posestream.server.web.WebServer;

@Timeout(60)
class CameraServiceTest {

    /** Plays in a loop, as files do. */
    private static final CameraConfig PICTURES =
            CameraConfig.DEFAULT.withAddress("lavfi:testsrc=size=64x48:rate=30:duration=1");
    private static final CameraConfig NOBODY_THERE =
            CameraConfig.DEFAULT.withAddress("rtsp://me:secret@127.0.0.1:1/nobody");

    private final BlockingQueue<PoseFrame> frames = new LinkedBlockingQueue<>();
    private WebServer web;
    private PosePipeline pipeline;
    private CameraService service;

    @BeforeEach
    void start() throws IOException {
        web = new WebServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), List.of());
        pipeline = new PosePipeline(new PipelineComponents(new WholeFrameDetector(1), new NoJoints(), Optional.empty()),
                PipelineOptions.DEFAULTS.withMaxCameras(4), List.of((frame, pixels) -> frames.add(frame)));
        pipeline.start();
        service = new CameraService(pipeline, web.broadcaster());
    }

    @AfterEach
    void close() {
        pipeline.close();
        web.close();
    }

    @Test
    void shouldReadACameraUntilItIsRemoved() throws Exception {
        service.add("hall", PICTURES);

        assertEquals("hall", nextFrame().stream());
        assertEquals(List.of("hall"), names());
        assertEquals(List.of("hall"), streams());
        assertEquals(PICTURES, service.get("hall").orElseThrow().config());

        service.remove("hall");

        assertEquals(List.of(), names());
        assertEquals(List.of(), streams());
        assertEquals(Optional.empty(), service.get("hall"));
        assertEquals(List.of(), pipeline.supervisors());
        service.add("hall", PICTURES);
        assertEquals(List.of("hall"), names());
    }

    @Test
    void shouldTryACameraThatIsNotThereWhileOthersGoOn() throws Exception {
        service.add("dead", NOBODY_THERE);
        service.add("alive", PICTURES);

        while (service.get("dead").orElseThrow().status().lastError().isEmpty()) {
            assertEquals("alive", nextFrame().stream());
        }
        CameraView dead = service.get("dead").orElseThrow();
        assertFalse((dead + dead.status().lastError().orElseThrow()).contains("secret"), dead::toString);
        assertEquals(List.of("alive", "dead"), names());
    }

    @Test
    void shouldTryAFileThatIsNotThereLikeACamera() throws Exception {
        service.add("clip", CameraConfig.DEFAULT.withAddress("gone.mp4"));
        service.add("alive", PICTURES);

        while (service.get("clip").orElseThrow().status().lastError().isEmpty()) {
            assertEquals("alive", nextFrame().stream());
        }
        assertEquals("there is no file 'gone.mp4'; give the path of a video, an image or a folder of images, or an"
                + " address such as rtsp://host/path or /dev/video0",
                service.get("clip").orElseThrow().status().lastError().orElseThrow());
    }

    @Test
    void shouldRefuseWhatItCannotDo() throws Exception {
        service.add("hall", NOBODY_THERE);

        assertRefused(Reason.NAME_IN_USE, "there is a camera 'hall' already; change or remove it",
                () -> service.add("hall", PICTURES));
        assertRefused(Reason.INVALID, "a camera's name must be 1 to 64 letters, digits, - and _, but was 'a/b'",
                () -> service.add("a/b", PICTURES));
        assertRefused(Reason.INVALID, "a camera's name must be 1 to 64 letters, digits, - and _, but was 'rtsp://b/c'",
                () -> service.add("rtsp://me:secret@b/c", PICTURES));
        for (Executable order : List.<Executable>of(() -> service.remove("attic"), () -> service.pause("attic"),
                () -> service.resume("attic"), () -> service.change("attic", PICTURES))) {
            assertRefused(Reason.UNKNOWN, "there is no camera 'attic'", order);
        }
        String hostless = "'rtsp://' names no host; write rtsp://HOST/PATH";
        CameraConfig nowhere = CameraConfig.DEFAULT.withAddress("rtsp://");
        assertRefused(Reason.INVALID, hostless, () -> service.add("attic", nowhere));
        assertRefused(Reason.INVALID, hostless, () -> service.change("hall", nowhere));
        assertEquals(NOBODY_THERE, service.get("hall").orElseThrow().config());
        assertEquals(List.of("hall"), streams());
    }

    @Test
    void shouldRefuseMoreCamerasThanThePipelineTakes() throws Exception {
        for (String name : List.of("a", "b", "c")) {
            service.add(name, NOBODY_THERE);
        }
        service.add("spare", NOBODY_THERE.withEnabled(false));

        String full = "a pipeline takes at most 4 cameras at a time";
        assertRefused(Reason.FULL, full, () -> service.add("e", PICTURES));
        assertRefused(Reason.FULL, full, () -> service.add("f", PICTURES.withEnabled(false)));
        assertEquals(List.of("a", "b", "c", "spare"), streams());
        service.resume("spare");
        service.remove("b");
        service.add("e", NOBODY_THERE);
    }

    @Test
    void shouldPauseAndResume() throws Exception {
        service.add("hall", PICTURES);
        nextFrame();
        CameraSupervisor supervisor = supervisor("hall");

        service.pause("hall");
        assertEquals(CameraState.PAUSED, state("hall"));
        service.change("hall", PICTURES.withAddress("lavfi:testsrc=size=32x24:rate=30:duration=1"));
        assertEquals(CameraState.PAUSED, state("hall"), "a change does not resume it");
        assertEquals(List.of("hall"), streams());
        service.resume("hall");

        while (nextFrame().imageWidth() != 32) {
            assertNotSame(supervisor, supervisor("hall"));
        }
    }

    @Test
    void shouldOpenWhatIsNotEnabledOnlyWhenItIsResumed() throws Exception {
        service.add("hall", PICTURES.withEnabled(false));

        assertEquals(CameraState.PAUSED, state("hall"));
        assertEquals(CameraState.PAUSED, supervisor("hall").status().state(), "monitoring sees it");
        assertEquals(0, supervisor("hall").status().attempts());
        service.change("hall", PICTURES.withEnabled(false).withAddress(NOBODY_THERE.address()));
        assertEquals(CameraState.PAUSED, supervisor("hall").status().state(), "monitoring sees it still");
        assertEquals(0, supervisor("hall").status().attempts());
        service.change("hall", PICTURES.withEnabled(false));
        service.resume("hall");
        assertEquals("hall", nextFrame().stream());
    }

    @Test
    void shouldOpenACameraAnewOnlyForOtherSettings() throws Exception {
        service.add("hall", NOBODY_THERE);
        CameraSupervisor first = supervisor("hall");

        service.change("hall", NOBODY_THERE);
        assertSame(first, supervisor("hall"));
        service.change("hall", NOBODY_THERE.withEnabled(false));
        assertSame(first, supervisor("hall"));
        assertEquals(CameraState.PAUSED, state("hall"));
        service.change("hall", NOBODY_THERE);
        assertSame(first, supervisor("hall"));
        assertTrue(state("hall") != CameraState.PAUSED, "it is enabled again");

        service.change("hall", PICTURES);
        assertNotSame(first, supervisor("hall"));
        assertEquals("hall", nextFrame().stream());
    }

    @Test
    void shouldBeUsedFromManyThreads() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<?>> all = new ArrayList<>();
        for (String name : List.of("a", "b", "c", "d")) {
            all.add(threads.submit(() -> {
                for (int i = 0; i < 20; i++) {
                    service.add(name, NOBODY_THERE);
                    service.pause(name);
                    service.resume(name);
                    service.list();
                    service.remove(name);
                }
                return null;
            }));
        }
        for (Future<?> each : all) {
            each.get();
        }
        threads.shutdown();

        assertEquals(List.of(), names());
        assertEquals(List.of(), streams());
        assertEquals(List.of(), pipeline.supervisors());
    }

    private static void assertRefused(Reason reason, String message, Executable order) {
        CameraException refusal = assertThrows(CameraException.class, order);
        assertEquals(message, refusal.getMessage());
        assertEquals(reason, refusal.reason());
    }

    private PoseFrame nextFrame() throws InterruptedException {
        PoseFrame frame = frames.poll(30, TimeUnit.SECONDS);
        assertTrue(frame != null, "no frame came");
        return frame;
    }

    private CameraState state(String name) {
        return service.get(name).orElseThrow().status().state();
    }

    private CameraSupervisor supervisor(String name) {
        return pipeline.supervisors().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    }

    private List<String> names() {
        return service.list().stream().map(CameraView::name).toList();
    }

    private List<String> streams() {
        List<String> names = new ArrayList<>();
        web.broadcaster().names().forEach(names::add);
        return names;
    }
}
