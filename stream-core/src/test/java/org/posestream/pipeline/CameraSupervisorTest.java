package org.posestream.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.posestream.frame.FrameBuffer;
import org.posestream.frame.FramePool;
import org.posestream.frame.PersonBuffer;
import org.posestream.metrics.PipelineCounter;
import org.posestream.metrics.PipelineMetrics;
import org.posestream.pose.SkeletonTopology;
import org.posestream.source.SourceFormat;

/** On a clock that is turned by hand, without reader. */
class CameraSupervisorTest {

    private static final long SECOND = 1_000_000_000L;

    private final PipelineMetrics metrics = new PipelineMetrics();
    private final FramePool pool = new FramePool(2, 0);
    private final StubConnection connection = new StubConnection();
    private final List<CameraSupervisor> ended = new ArrayList<>();
    private long now;
    private final CameraSupervisor supervisor = supervisor();

    private CameraSupervisor supervisor() {
        Admission admission = Stubs.admission(CameraOptions.DEFAULT, metrics.newPart());
        Camera camera = new Camera(Stubs.identity("hall"), admission, pool,
                new PersonBuffer(1, SkeletonTopology.COCO_17, SkeletonTopology.H36M_17));
        CameraLife life = new CameraLife(SupervisionOptions.DEFAULT, camera.metrics(), () -> connection,
                new SplittableRandom(1), new CameraLog("hall", line -> { }, line -> { }));
        return new CameraSupervisor(camera, life, () -> now, Duration.ofMillis(1), ended::add);
    }

    private void second(int framesIn, int framesOut) {
        now += SECOND;
        supervisor.metrics().add(PipelineCounter.FRAMES_READ, framesIn);
        supervisor.metrics().add(PipelineCounter.FRAMES_PUBLISHED, framesOut);
        connection.frame(now);
        supervisor.tick(now);
    }

    @Test
    void shouldTellItsStatus() {
        supervisor.start();
        assertEquals(new CameraStatus("hall", CameraState.CONNECTING, Duration.ZERO, SourceFormat.UNKNOWN, 0, 0, 0, 1,
                Optional.empty()), supervisor.status());
        for (int i = 0; i < 20; i++) {
            second(30, 12);
        }
        now += SECOND / 2;
        SourceFormat format = new SourceFormat("h264", "yuv420p", 1280, 720, 25);
        CameraStatus status = supervisor.status();
        // The oldest sample is ten and a half seconds old.
        assertEquals(300 / 10.5, status.framesPerSecondIn(), 1e-9);
        assertEquals(120 / 10.5, status.framesPerSecondOut(), 1e-9);
        assertEquals(new CameraStatus("hall", CameraState.STREAMING, Duration.ofMillis(19_500), format,
                status.framesPerSecondIn(), status.framesPerSecondOut(), 0, 1, Optional.empty()), status);
        assertEquals(600, metrics.count(PipelineCounter.FRAMES_READ));
    }

    @Test
    void shouldStopWhenTheReaderEndsAndAllFramesAreHome() {
        supervisor.start();
        second(1, 1);
        assertTrue(supervisor.stop());
        assertTrue(connection.toldToEnd);
        assertEquals(CameraState.STOPPED, supervisor.status().state());
        assertEquals(List.of(supervisor), ended);
    }

    @Test
    void shouldAbandonAReaderThatDoesNotEndWhenItIsStopped() {
        connection.deaf = true;
        supervisor.start();
        assertFalse(supervisor.stop());
        assertTrue(connection.abandoned);
        assertEquals(1, supervisor.status().abandonedReaders());
        assertEquals(1, metrics.count(PipelineCounter.READERS_ABANDONED));
        assertEquals(List.of(supervisor), ended);
        connection.end(null);
        assertEquals(0, supervisor.status().abandonedReaders());
    }

    @Test
    void shouldNotStopCleanlyWithAFrameUnderWay() {
        supervisor.start();
        FrameBuffer underWay = pool.tryAcquire();
        assertFalse(supervisor.stop());
        pool.release(underWay);
        assertTrue(supervisor.stop());
    }

    private void lookEveryTenthUntil(CameraWatch watch, long tenths) {
        while (now < tenths * SECOND / 10) {
            now += SECOND / 10;
            watch.look(now);
        }
    }

    @Test
    void shouldNotBlameTheSourceWhenTheWholeProgramStoodStill() {
        CameraWatch watch = new CameraWatch(List.of(supervisor), () -> { }, () -> now);
        supervisor.start();
        connection.frame(SECOND);
        lookEveryTenthUntil(watch, 20);
        assertEquals(CameraState.STREAMING, supervisor.status().state());
        now += 60 * SECOND;
        watch.look(now);
        lookEveryTenthUntil(watch, 625);
        connection.frame(now);
        lookEveryTenthUntil(watch, 674);
        assertEquals(CameraState.STREAMING, supervisor.status().state());
        assertEquals(0, metrics.count(PipelineCounter.STALLS));
        lookEveryTenthUntil(watch, 675);
        assertEquals(CameraState.STALLED, supervisor.status().state());
    }

    @Test
    void shouldNoticeSilenceThatLastsAfterTheProgramStoodStill() {
        CameraWatch watch = new CameraWatch(List.of(supervisor), () -> { }, () -> now);
        supervisor.start();
        connection.frame(SECOND);
        lookEveryTenthUntil(watch, 20);
        now += 60 * SECOND;
        watch.look(now);
        lookEveryTenthUntil(watch, 629);
        assertEquals(CameraState.STREAMING, supervisor.status().state());
        lookEveryTenthUntil(watch, 630);
        assertEquals(CameraState.STALLED, supervisor.status().state());
    }
}
