package org.posestream.server.protocol;

import org.posestream.pose.PoseFrame;

/**
 * Writes messages to clients, one at a time, into bytes that are used again. Each method returns how many of
 * {@link #bytes()} the message takes. One thread uses an encoder.
 */
public interface MessageEncoder {

    int hello(Hello hello);

    /**
     * A frame, its options applied before.
     *
     * @param nowNanos the machine's monotonic clock, for the frame's age
     */
    int frame(PoseFrame frame, long nowNanos);

    int status(StreamStatus status);

    int lag(LagNotice lag);

    int time(TimeReply time);

    int error(ProtocolException refusal);

    /** The message, followed by rubbish; valid until the next one. */
    byte[] bytes();

    static MessageEncoder of(WireFormat format) {
        return switch (format) {
            case JSON -> new JsonMessageEncoder();
            case PROTO -> new ProtoMessageEncoder();
        };
    }

    /** How old a live frame is; {@link PoseFrame#UNKNOWN_TIME} for those of files. */
    static long ageNanos(PoseFrame frame, long nowNanos) {
        return frame.ageNanos() == PoseFrame.UNKNOWN_TIME ? PoseFrame.UNKNOWN_TIME
                : Math.max(0, nowNanos - frame.captureNanos());
    }
}
