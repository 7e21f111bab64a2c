package org.posestream.server.command;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Optional;
import org.posestream.inference.ExecutionProvider;
import org.posestream.pipeline.PipelineOptions;
import org.posestream.server.config.NetworksConfig;
import org.posestream.server.config.PoseStreamConfig;

/**
 * What an {@link Engine} is made of.
 *
 * @param models folder with more networks, looked into first; null for none
 * @param detector name of the person detector, or {@value #NO_DETECTOR} when each image holds one person who fills it
 * @param pose name of the 2D network
 * @param lighterPose name of the 2D network for when there is too much to do, see
 *     {@link PipelineOptions#degradation}, and loaded only where that is on; the same as {@code pose} for none
 * @param lifter name of the 2D to 3D network; not used when the pose network gives 3D
 * @param provider what computes the networks, if it can be had
 * @param threads CPU threads per network, 1..64
 * @param pipeline how the pipeline divides its means
 */
public record EngineSettings(Path models, String detector, String pose, String lighterPose, String lifter,
        ExecutionProvider provider, int threads, PipelineOptions pipeline) {

    /** In place of a detector's name. */
    public static final String NO_DETECTOR = "none";

    /** The embedded one. */
    public static final String LIGHTER_POSE = "posestream-pose-light";

    public EngineSettings {
        requireNonNull(detector, "detector is null");
        requireNonNull(pose, "pose is null");
        requireNonNull(lighterPose, "lighterPose is null");
        requireNonNull(lifter, "lifter is null");
        requireNonNull(provider, "provider is null");
        requireNonNull(pipeline, "pipeline is null");
        if (threads < 1 || threads > 64) {
            throw new IllegalArgumentException("threads must be between 1 and 64, but was " + threads);
        }
    }

    /** What a file says. */
    static EngineSettings of(PoseStreamConfig config) {
        NetworksConfig networks = config.networks();
        // Readers end first, then stages: together they have the time to stop.
        PipelineOptions pipeline = config.pipeline().options(config.server().stopTimeout().dividedBy(2))
                .withBudget(config.latencyBudget().budget()).withDegradation(config.degradation().options());
        return new EngineSettings(networks.models().orElse(null), networks.detector(), networks.pose(),
                networks.lighterPose(), networks.lifter(), networks.provider(), networks.threads(), pipeline);
    }

    /** The networks in the form of a file. */
    NetworksConfig networks() {
        return new NetworksConfig(Optional.ofNullable(models), detector, pose, lighterPose, lifter, provider, threads);
    }

    /** Settings with the embedded lighter network. */
    public EngineSettings(Path models, String detector, String pose, String lifter, ExecutionProvider provider,
            int threads, PipelineOptions pipeline) {
        this(models, detector, pose, LIGHTER_POSE, lifter, provider, threads, pipeline);
    }

    /** The same with another pipeline. */
    public EngineSettings withPipeline(PipelineOptions newPipeline) {
        return new EngineSettings(models, detector, pose, lighterPose, lifter, provider, threads, newPipeline);
    }
}
