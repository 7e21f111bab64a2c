package org.posestream.server.config;

import java.nio.file.Path;
import java.util.Optional;
import org.posestream.inference.ExecutionProvider;

/**
 * The networks by name, and what computes them.
 *
 * @param models folder with more networks, looked into first
 * @param detector person detector, or {@code none}
 * @param pose 2D network
 * @param lighterPose 2D network for when there is too much to do
 * @param lifter 2D to 3D network
 * @param provider what computes them, if it can be had
 * @param threads CPU threads per network
 */
public record NetworksConfig(Optional<Path> models, String detector, String pose, String lighterPose,
        String lifter,
        ExecutionProvider provider,
        @Between(least = "1", most = "64") int threads) {

    static final NetworksConfig DEFAULT = new NetworksConfig(Optional.empty(), "posestream-detector",
            "posestream-pose", "posestream-pose-light", "posestream-lifter-temporal", ExecutionProvider.AUTO, 1);
}
