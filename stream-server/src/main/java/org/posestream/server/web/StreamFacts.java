package org.posestream.server.web;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.posestream.pose.SkeletonTopology;
import org.posestream.server.protocol.SubscribeOptions;

/**
 * What all streams of a server have in common.
 *
 * @param version of the program
 * @param topology2d of joints in the image; null for none
 * @param topology3d of joints in space; null for none
 */
public record StreamFacts(String version, SkeletonTopology topology2d, SkeletonTopology topology3d) {

    public StreamFacts {
        requireNonNull(version, "version is null");
    }

    /** Those in which the joints of frames may be that are sent by these options. */
    List<SkeletonTopology> topologies(SubscribeOptions options) {
        return options.joints() != null ? List.of(options.joints())
                : Stream.of(topology2d, topology3d).filter(Objects::nonNull).distinct().toList();
    }
}
