package org.posestream.server.operations;

import java.util.Locale;
import org.posestream.inference.OnnxModel;

/**
 * A network that is in use.
 *
 * @param name as on its card
 * @param task what it is for, for example {@code pose2d}
 * @param computedBy what really computes it, for example {@code cpu}
 */
public record NetworkHealth(String name, String task, String computedBy) {

    public static NetworkHealth of(OnnxModel network) {
        return new NetworkHealth(network.spec().name(), network.spec().task().name().toLowerCase(Locale.ROOT),
                network.provider().name().toLowerCase(Locale.ROOT));
    }
}
