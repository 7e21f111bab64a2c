package org.posestream.rtsp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.posestream.metrics.PipelineCounter;
import org.posestream.pipeline.CameraState;
import org.posestream.pipeline.CameraSupervisor;
import org.posestream.source.SourceOptions.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every kind of fault on a camera of its own, all at the same time and beside a healthy camera, in one pipeline. The
 * tests look at what came of it; how long things took is printed.
 */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultIT {

    private static final Logger log = LoggerFactory.getLogger(FaultIT.class);

    private final Map<FaultKind, RtspServer> servers = new EnumMap<>(FaultKind.class);
    private final Map<FaultKind, CameraSupervisor> cameras = new EnumMap<>(FaultKind.class);
    private final Map<FaultKind, Future<FaultOutcome>> outcomes = new EnumMap<>(FaultKind.class);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private SupervisedCameras supervised;
    private RtspServer healthyServer;
    private CameraSupervisor healthy;

    @BeforeAll
    void breakEverything() throws IOException {
        H264Clip clip = CountedClip.encode(320, 240, 25);
        H264Clip other = CountedClip.encode(480, 320, 25);
        supervised = new SupervisedCameras();
        healthyServer = RtspServer.start(clip, RtspServerOptions.DEFAULT);
        healthy = supervised.add("healthy", healthyServer.url(), Transport.TCP);
        for (FaultKind kind : FaultKind.values()) {
            RtspServer server = RtspServer.start(clip, RtspServerOptions.DEFAULT);
            servers.put(kind, server);
            cameras.put(kind, supervised.add(kind.label(), server.url(), Transport.TCP));
        }
        servers.forEach((kind, server) -> outcomes.put(kind, threads.submit(() ->
                new FaultTrial(cameras.get(kind), supervised.log(kind.label())).run(kind.on(server, other)))));
    }

    @AfterAll
    void shouldLeaveNothingBehind() throws Exception {
        threads.shutdown();
        assertTrue(threads.awaitTermination(60, TimeUnit.SECONDS));
        supervised.close();
        for (RtspServer server : servers.values()) {
            server.close();
        }
        healthyServer.close();
        assertFalse(supervised.hasLeaked());
        assertEquals(List.of(), Thread.getAllStackTraces().keySet().stream().map(Thread::getName)
                .filter(name -> name.startsWith("reader-") || name.startsWith("rtsp-")).toList());
    }

    @ParameterizedTest
    @EnumSource
    void shouldComeThrough(FaultKind kind) throws Exception {
        FaultOutcome outcome = outcomes.get(kind).get();
        log.warn("{}", outcome);
        CameraSupervisor camera = cameras.get(kind);
        boolean wasLost = camera.metrics().count(PipelineCounter.RECONNECTS) > 0;
        assertEquals(kind.on(servers.get(kind), null).losses() > 0, wasLost, outcome.toString());
        assertEquals(CameraState.STREAMING, camera.status().state());
        if (wasLost) {
            assertTrue(outcome.lastError().contains(expectedError(kind)), outcome.toString());
        } else {
            assertEquals(List.of(CameraState.STREAMING), outcome.states());
        }
        assertEquals(0, camera.status().abandonedReaders());
    }

    /** A part of what the status must say. */
    private static String expectedError(FaultKind kind) {
        return switch (kind) {
            case FROZEN, GARBAGE_IN_PACKETS -> SupervisedCameras.SILENCE;
            case WRONG_PATH -> "check the path behind the host";
            case WRONG_PASSWORD -> "give the right user name and password";
            case NO_ANSWER, BYTE_BY_BYTE -> "no answer within 2000 ms";
            case KILLED -> "Connection refused";
            default -> "";
        };
    }

    @Test
    void shouldFollowAnotherSizeInTheSameStream() throws Exception {
        outcomes.get(FaultKind.OTHER_SIZE).get();
        assertTrue(supervised.log(FaultKind.OTHER_SIZE.label()).seen().stream().anyMatch(seen -> seen.width() == 480));
    }

    @ParameterizedTest
    @EnumSource(names = {"STREAM_AHEAD", "STREAM_BACK"})
    void shouldCountJumpsOfTheStreamsClock(FaultKind kind) throws Exception {
        outcomes.get(kind).get();
        assertTrue(cameras.get(kind).metrics().count(PipelineCounter.CLOCK_JUMPS) > 0);
    }

    @Test
    void shouldTellTheSendersWallClockEvenWhereItIsWrong() throws Exception {
        outcomes.get(FaultKind.WALL_CLOCK_AHEAD).get();
        long day = Duration.ofDays(1).toNanos();
        assertTrue(supervised.log(FaultKind.WALL_CLOCK_AHEAD.label()).seen().stream().anyMatch(seen ->
                Math.abs(seen.captureUnixNanos() - day - CameraClock.unixNanosAt(seen.seenNanos())) < day / 24));
    }

    @Test
    void shouldNotDisturbTheHealthyCamera() throws Exception {
        for (Future<FaultOutcome> outcome : outcomes.values()) {
            outcome.get();
        }
        assertEquals(0, healthy.metrics().count(PipelineCounter.RECONNECTS));
        assertEquals(0, healthy.metrics().count(PipelineCounter.STALLS));
        assertEquals(CameraState.STREAMING, healthy.status().state());
        List<FrameLog.Seen> seen = supervised.log("healthy").seen();
        long due = seen.get(seen.size() - 1).index() - seen.get(0).index() + 1;
        log.warn("healthy camera: {} of {} frames, {}", seen.size(), due, healthy.latencies().total());
    }
}
