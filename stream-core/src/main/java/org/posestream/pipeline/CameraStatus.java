package org.posestream.pipeline;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import org.posestream.source.SourceFormat;

/**
 * A camera at one moment, for people and monitoring.
 *
 * @param name name of the stream
 * @param state what it is doing
 * @param inState since when
 * @param format what it delivers; unknown before the first frame
 * @param framesPerSecondIn frames that the source delivered, over about the last ten seconds
 * @param framesPerSecondOut frames that were published, over the same time
 * @param abandonedReaders reader threads that hang in native calls now
 * @param attempts openings in a row without a good stream
 * @param lastError why it was lost last, without credentials; empty when it never was
 */
public record CameraStatus(String name, CameraState state, Duration inState, SourceFormat format,
        double framesPerSecondIn, double framesPerSecondOut, int abandonedReaders, int attempts,
        Optional<String> lastError) {

    public CameraStatus {
        requireNonNull(name, "name is null");
        requireNonNull(state, "state is null");
        requireNonNull(inState, "inState is null");
        requireNonNull(format, "format is null");
        requireNonNull(lastError, "lastError is null");
    }
}
