package org.posestream.source;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How a source is opened.
 *
 * @param timeoutNanos how long a network source may take to connect, or to deliver the next packet
 * @param decodeThreads threads of the decoder; one decodes 1280x720 ten times faster than it is filmed
 * @param inputOptions FFmpeg options of the demuxer, protocol or device, for example {@code video_size=1280x720} of a
 *     camera; they win over the defaults
 */
public record SourceOptions(long timeoutNanos, int decodeThreads, Map<String, String> inputOptions) {

    /** Five seconds, one thread. */
    public static final SourceOptions DEFAULT = new SourceOptions(TimeUnit.SECONDS.toNanos(5), 1, Map.of());

    public SourceOptions {
        if (timeoutNanos < 1) {
            throw new IllegalArgumentException("timeout must be above 0, but was " + timeoutNanos + " ns");
        }
        if (decodeThreads < 1 || decodeThreads > 16) {
            throw new IllegalArgumentException("decodeThreads must be between 1 and 16, but was " + decodeThreads);
        }
        inputOptions = Map.copyOf(requireNonNull(inputOptions, "inputOptions is null"));
    }

    /** The same with another time-out. */
    public SourceOptions withTimeoutNanos(long nanos) {
        return new SourceOptions(nanos, decodeThreads, inputOptions);
    }

    /** The same with other FFmpeg options. */
    public SourceOptions withInputOptions(Map<String, String> options) {
        return new SourceOptions(timeoutNanos, decodeThreads, options);
    }
}
