package org.posestream.server.osc;

import org.posestream.pose.PoseFrame;

/** Decides what a target is sent. One thread uses it; times are those of one monotonic clock. */
interface OscSource {

    /** Whether frames of this stream matter; asked on the publishing thread. */
    boolean wants(String stream);

    /** Writes what a frame tells, or nothing. */
    void frame(PoseFrame frame, long nowNanos, OscWriter out);

    /** Writes what is to be sent although there was nothing to send for a second. */
    void silence(long nowNanos, OscWriter out);

    /** Writes the last that is sent. */
    void farewell(long nowNanos, OscWriter out);
}
