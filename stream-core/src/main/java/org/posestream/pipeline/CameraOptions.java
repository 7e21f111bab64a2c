package org.posestream.pipeline;

import static java.util.Objects.requireNonNull;

/**
 * How one camera is read.
 *
 * @param freshness which frames are processed when there are too many
 * @param maxFramesPerSecond frames a second that are let in at most, or 0 for all
 * @param supervision when to call it lost and when to try again
 */
public record CameraOptions(Freshness freshness, double maxFramesPerSecond, SupervisionOptions supervision) {

    /** The newest frames, as many as there are. */
    public static final CameraOptions DEFAULT = new CameraOptions(Freshness.LATEST, 0, SupervisionOptions.DEFAULT);

    public CameraOptions {
        requireNonNull(freshness, "freshness is null");
        requireNonNull(supervision, "supervision is null");
        if (!(maxFramesPerSecond >= 0 && maxFramesPerSecond <= 1000)) {
            throw new IllegalArgumentException(
                    "maxFramesPerSecond must be between 0 and 1000, but was " + maxFramesPerSecond);
        }
    }
}
