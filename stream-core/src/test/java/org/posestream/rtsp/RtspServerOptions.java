package org.posestream.rtsp;

import java.time.Duration;

/**
 * What an {@link RtspServer} is like.
 *
 * @param path of its stream, for example {@code /cam}
 * @param access who may see it
 * @param maxPayload bytes of a packet behind its header, at least 3
 * @param reportInterval from one sender report to the next; 0 for none at all
 * @param sessionTimeout after which it expects a sign of life of its clients, as it says
 */
public record RtspServerOptions(String path, Access access, int maxPayload, Duration reportInterval,
        Duration sessionTimeout) {

    /** Open to all, packets for Ethernet, a report a second. */
    public static final RtspServerOptions DEFAULT = new RtspServerOptions("/cam", Access.FREE, 1400,
            Duration.ofSeconds(1), Duration.ofSeconds(60));

    /** The same for those who know the password. */
    public RtspServerOptions withAccess(Access other) {
        return new RtspServerOptions(path, other, maxPayload, reportInterval, sessionTimeout);
    }

    /** The same, asking for signs of life so often. */
    public RtspServerOptions withSessionTimeout(Duration other) {
        return new RtspServerOptions(path, access, maxPayload, reportInterval, other);
    }
}
