package org.posestream.server.protocol;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.posestream.pose.SkeletonTopology;

/**
 * What a client is told first, and again whenever its options change.
 *
 * @param server version of the program
 * @param stream the stream subscribed to; {@code *} for all
 * @param options as understood
 * @param captureNanos now, on the clock of the capture times of live frames
 * @param unixMicros now, microseconds since 1970-01-01 UTC
 * @param topologies every topology that the joints of the frames may be in
 * @param streams the stream, or all of them
 */
public record Hello(String server, String stream, SubscribeOptions options, long captureNanos, long unixMicros,
        List<SkeletonTopology> topologies, List<StreamStatus> streams) {

    /** The version of the protocol. */
    public static final String PROTOCOL = "posestream.v1";

    public Hello {
        requireNonNull(server, "server is null");
        requireNonNull(stream, "stream is null");
        requireNonNull(options, "options is null");
        topologies = List.copyOf(topologies);
        streams = List.copyOf(streams);
    }
}
