package org.posestream.rtsp;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.posestream.pipeline.CameraState;
import org.posestream.pipeline.CameraSupervisor;
import org.posestream.source.SourceOptions.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A camera in another process, which is halted and killed by the system. */
@Timeout(90)
class ServerProcessIT {

    private static final Logger log = LoggerFactory.getLogger(ServerProcessIT.class);

    @TempDir
    private static Path folder;

    private static Path clip;

    @BeforeAll
    static void encode() throws Exception {
        assumeFalse(System.getProperty("os.name").startsWith("Windows"), "there are no signals to halt a process by");
        clip = folder.resolve("clip.h264");
        CountedClip.write(clip, 320, 240, 25);
    }

    @Test
    void shouldComeBackWhenTheServerWasHalted() throws Exception {
        try (RtspServerProcess server = RtspServerProcess.start(clip, 25)) {
            FaultOutcome outcome = run(server,
                    new Fault("SIGSTOP, SIGCONT", 2, Duration.ZERO, server::halt, server::goOn));
            // The connection is there as before; only the watch on frames can tell, and no answer follows.
            assertTrue(outcome.states().contains(CameraState.STALLED), outcome.toString());
        }
    }

    @Test
    void shouldComeBackWhenTheServerWasKilledAndStartedAgain() throws Exception {
        try (RtspServerProcess server = RtspServerProcess.start(clip, 25)) {
            FaultOutcome outcome = run(server,
                    new Fault("SIGKILL, new start", 2, Duration.ZERO, server::kill, server::restart));
            assertFalse(outcome.states().contains(CameraState.STALLED), outcome.toString());
        }
    }

    private static FaultOutcome run(RtspServerProcess server, Fault fault) throws Exception {
        SupervisedCameras cameras = new SupervisedCameras();
        FaultOutcome outcome;
        try (cameras) {
            CameraSupervisor camera = cameras.add("camera", server.url(), Transport.TCP);
            outcome = new FaultTrial(camera, cameras.log("camera")).run(fault);
            log.warn("{}", outcome);
        }
        assertFalse(cameras.hasLeaked());
        return outcome;
    }
}
