package org.posestream.server.protocol;

import static java.util.Objects.requireNonNull;

/**
 * Frames that a client lost because it took them too slowly.
 *
 * @param lost since it was told last
 * @param lostTotal since it connected
 */
public record LagNotice(String stream, long lost, long lostTotal) {

    public LagNotice {
        requireNonNull(stream, "stream is null");
    }
}
