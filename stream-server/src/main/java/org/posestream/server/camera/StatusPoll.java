package org.posestream.server.camera;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.posestream.metrics.PipelineCounter;
import org.posestream.pipeline.CameraSupervisor;
import org.posestream.pipeline.PosePipeline;
import org.posestream.server.protocol.StreamStatus;
import org.posestream.server.web.PoseBroadcaster;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the cameras a few times a second, so that clients learn what they are doing. On a thread of its own, since a
 * camera that is being asked may make it wait for a moment, and the event loop waits for nobody.
 */
public final class StatusPoll implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(StatusPoll.class);
    /** A change is told so late at most, unless one was told within the second before. */
    private static final int INTERVAL_MILLIS = 250;

    private final PosePipeline pipeline;
    private final PoseBroadcaster broadcaster;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread daemon = new Thread(task, "status");
        daemon.setDaemon(true);
        return daemon;
    });

    /**
     * Begins to look.
     *
     * @param pipeline whose cameras are looked at; stays with the caller
     * @param broadcaster is told; stays with the caller
     */
    public StatusPoll(PosePipeline pipeline, PoseBroadcaster broadcaster) {
        this.pipeline = requireNonNull(pipeline, "pipeline is null");
        this.broadcaster = requireNonNull(broadcaster, "broadcaster is null");
        thread.scheduleWithFixedDelay(this::look, 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void look() {
        try {
            List<StreamStatus> statuses = pipeline.supervisors().stream().map(StatusPoll::status).toList();
            broadcaster.setStatuses(statuses);
        } catch (RuntimeException e) {
            log.warn("the cameras could not be looked at: {}", e.toString());
        }
    }

    private static StreamStatus status(CameraSupervisor camera) {
        return StreamStatus.of(camera.status(), camera.metrics().count(PipelineCounter.FRAMES_FAILED));
    }
}
