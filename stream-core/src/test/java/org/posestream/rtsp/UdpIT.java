package org.posestream.rtsp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.posestream.metrics.PipelineCounter;
import org.posestream.pipeline.CameraState;
import org.posestream.pipeline.CameraSupervisor;
import org.posestream.source.SourceOptions.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Packets that are lost, or overtake each other, on their way over UDP. */
@Timeout(90)
class UdpIT {

    private static final Logger log = LoggerFactory.getLogger(UdpIT.class);
    private static final int PICTURES = 150;
    private static final long PATIENCE_NANOS = 60_000_000_000L;
    private static final long POLL_NANOS = 50_000_000;

    private static H264Clip clip;

    /** What is wrong with one camera's network. */
    private record Way(String name, double lost, double swapped) {
    }

    @BeforeAll
    static void encode() throws IOException {
        clip = CountedClip.encode(320, 240, 25);
    }

    @Test
    void shouldShowWhatArrives() throws Exception {
        List<Way> ways = List.of(new Way("0 % lost", 0, 0), new Way("1 % lost", 0.01, 0),
                new Way("5 % lost", 0.05, 0), new Way("20 % overtaken", 0, 0.2));
        List<RtspServer> servers = new ArrayList<>();
        SupervisedCameras cameras = new SupervisedCameras();
        try (cameras) {
            List<CameraSupervisor> supervisors = new ArrayList<>();
            for (Way way : ways) {
                RtspServer server = RtspServer.start(clip, RtspServerOptions.DEFAULT);
                server.switches().lose(way.lost());
                server.switches().swap(way.swapped());
                servers.add(server);
                supervisors.add(cameras.add(way.name(), server.url(), Transport.UDP));
            }
            for (int i = 0; i < ways.size(); i++) {
                judge(ways.get(i), supervisors.get(i), cameras.log(ways.get(i).name()));
            }
        }
        assertFalse(cameras.hasLeaked());
        for (RtspServer server : servers) {
            server.close();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"KILLED", "FROZEN"})
    void shouldComeBack(FaultKind kind) throws Exception {
        SupervisedCameras cameras = new SupervisedCameras();
        try (cameras; RtspServer server = RtspServer.start(clip, RtspServerOptions.DEFAULT)) {
            CameraSupervisor camera = cameras.add("camera", server.url(), Transport.UDP);
            log.warn("UDP: {}", new FaultTrial(camera, cameras.log("camera")).run(kind.on(server, clip)));
            assertEquals(1, camera.metrics().count(PipelineCounter.RECONNECTS));
        }
        assertFalse(cameras.hasLeaked());
    }

    private static void judge(Way way, CameraSupervisor camera, FrameLog pictures) {
        List<FrameLog.Seen> seen = pictures.seen();
        long begin = System.nanoTime();
        while (due(seen) < PICTURES) {
            assertTrue(System.nanoTime() - begin < PATIENCE_NANOS, way.name() + ": waited in vain");
            LockSupport.parkNanos(POLL_NANOS);
            seen = pictures.seen();
        }
        long readable = seen.stream().mapToLong(FrameLog.Seen::index).filter(index -> index >= 0).distinct().count();
        log.warn("{}: of {} pictures {} came out, {} of them readable", way.name(), due(seen), seen.size(), readable);
        assertEquals(CameraState.STREAMING, camera.status().state());
        assertEquals(0, camera.metrics().count(PipelineCounter.RECONNECTS));
        if (way.lost() == 0) {
            assertEquals(due(seen), readable, way.name());
        }
        assertTrue(readable > due(seen) / 4, way.name());
    }

    /** Pictures from the first that can be read to the last. */
    private static long due(List<FrameLog.Seen> seen) {
        long[] readable = seen.stream().mapToLong(FrameLog.Seen::index).filter(index -> index >= 0).toArray();
        return readable.length == 0 ? 0 : readable[readable.length - 1] - readable[0] + 1;
    }
}
