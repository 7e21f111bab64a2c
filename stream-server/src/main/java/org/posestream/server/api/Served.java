package org.posestream.server.api;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.posestream.inference.ModelEntry;
import org.posestream.server.camera.CameraService;
import org.posestream.server.config.ConfigInForce;
import org.posestream.server.operations.NetworkHealth;
import org.posestream.server.web.PoseBroadcaster;
import org.posestream.server.web.StreamFacts;

/**
 * What the API is about.
 *
 * @param cameras take orders
 * @param frames knows the newest frame of each stream
 * @param facts which joints frames have
 * @param config what is shown as the configuration
 * @param known the networks that could be had when the server began
 * @param used those of them that are in use
 */
public record Served(CameraService cameras, PoseBroadcaster frames, StreamFacts facts, ConfigInForce config,
        List<ModelEntry> known, List<NetworkHealth> used) {

    public Served {
        requireNonNull(cameras, "cameras is null");
        requireNonNull(frames, "frames is null");
        requireNonNull(facts, "facts is null");
        requireNonNull(config, "config is null");
        known = List.copyOf(known);
        used = List.copyOf(used);
    }
}
