package org.posestream.rtsp;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.posestream.metrics.PipelineCounter;
import org.posestream.pipeline.CameraOptions;
import org.posestream.pipeline.CameraSupervisor;
import org.posestream.pipeline.CheapNetworks;
import org.posestream.pipeline.Freshness;
import org.posestream.pipeline.PipelineOptions;
import org.posestream.pipeline.PosePipeline;
import org.posestream.pipeline.SupervisionOptions;
import org.posestream.source.FrameSources;
import org.posestream.source.SourceOptions;

/** Supervised RTSP cameras in one pipeline without networks, which give up and try again sooner than real ones. */
public final class SupervisedCameras implements AutoCloseable {

    /** How long a stream may be silent, in words of the supervisor. */
    static final String SILENCE = "no frame for 1.5 s";

    private static final SupervisionOptions SUPERVISION = new SupervisionOptions(Duration.ofSeconds(4),
            Duration.ofMillis(1500), Duration.ofSeconds(4), 3, Duration.ofMillis(200));
    private static final SourceOptions SOURCE = SourceOptions.DEFAULT.withTimeoutNanos(2_000_000_000);

    private final Map<String, FrameLog> logs = new ConcurrentHashMap<>();
    private final PosePipeline pipeline;

    /** Starts without cameras. */
    public SupervisedCameras() {
        PipelineOptions options =
                PipelineOptions.DEFAULTS.withMaxCameras(32).withCloseTimeout(Duration.ofSeconds(20));
        pipeline = new PosePipeline(CheapNetworks.components(), options,
                List.of((frame, pixels) -> logs.get(frame.stream()).add(frame, pixels)));
        pipeline.start();
    }

    /** Begins to look after a camera, whose every frame counts. */
    public CameraSupervisor add(String name, String url, SourceOptions.Transport transport) {
        logs.put(name, new FrameLog(25));
        return pipeline.supervise(name, () -> FrameSources.open(url, SOURCE.withTransport(transport)),
                new CameraOptions(Freshness.EVERY, 0, SUPERVISION));
    }

    /** The pictures of a camera. */
    public FrameLog log(String name) {
        return logs.get(name);
    }

    /** Whether a reader had to be left behind; to be asked in the end. */
    public boolean hasLeaked() {
        return pipeline.hasLeaked() || pipeline.metrics().count(PipelineCounter.READERS_ABANDONED) > 0;
    }

    @Override
    public void close() {
        pipeline.close();
    }
}
