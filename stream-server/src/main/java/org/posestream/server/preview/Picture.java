package org.posestream.server.preview;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.posestream.pose.PoseFrame;
import org.posestream.server.web.Reply;

/** A picture that is ready to be sent, in both ways; of the preview thread. */
final class Picture {

    /** Between the parts; where one ends is told by its length as well. */
    static final String BOUNDARY = "posestream-picture";
    /** Begins the body, before the first part. */
    static final byte[] FIRST_BOUNDARY = ascii("--" + BOUNDARY + "\r\n");

    private static final String TYPE = "image/jpeg";
    private static final String TIME = "X-Timestamp";
    private static final byte[] NEXT_BOUNDARY = ascii("\r\n--" + BOUNDARY + "\r\n");
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final byte[] jpeg;
    private final long captureUnixNanos;
    private byte[] part;

    Picture(byte[] jpeg, PoseFrame frame) {
        this.jpeg = jpeg;
        captureUnixNanos = frame.captureUnixNanos();
    }

    /** As an answer of its own. */
    Reply reply() {
        Reply reply = new Reply(200, TYPE, jpeg);
        return hasTime() ? reply.with(TIME, time()) : reply;
    }

    /**
     * As a part of a stream of pictures. Browsers show a part when they see the boundary behind it, so that it is sent
     * with this one rather than with the next.
     */
    byte[] part() {
        if (part == null) {
            byte[] head = ascii("Content-Type: " + TYPE + "\r\nContent-Length: " + jpeg.length + "\r\n"
                    + (hasTime() ? TIME + ": " + time() + "\r\n" : "") + "\r\n");
            part = new byte[head.length + jpeg.length + NEXT_BOUNDARY.length];
            System.arraycopy(head, 0, part, 0, head.length);
            System.arraycopy(jpeg, 0, part, head.length, jpeg.length);
            System.arraycopy(NEXT_BOUNDARY, 0, part, head.length + jpeg.length, NEXT_BOUNDARY.length);
        }
        return part;
    }

    private boolean hasTime() {
        return captureUnixNanos != PoseFrame.UNKNOWN_TIME;
    }

    /** Seconds since 1970-01-01 UTC. */
    private String time() {
        return String.format(Locale.ROOT, "%d.%06d", Math.floorDiv(captureUnixNanos, NANOS_PER_SECOND),
                Math.floorMod(captureUnixNanos, NANOS_PER_SECOND) / 1000);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
