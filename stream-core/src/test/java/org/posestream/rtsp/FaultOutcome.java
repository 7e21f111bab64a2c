package org.posestream.rtsp;

import java.util.List;
import java.util.Locale;
import org.posestream.pipeline.CameraState;

/**
 * How a camera came through a fault.
 *
 * @param noticeMillis from its begin until the camera counted as lost; NaN when it never did
 * @param recoverMillis from its end until the first picture of a stream that is in order again
 * @param framesLost pictures that were due from its begin until then and did not come out readable
 * @param states of the camera, each when it changed
 * @param lastError why it was lost, as its status tells; empty when it never was
 */
public record FaultOutcome(String fault, double noticeMillis, double recoverMillis, long framesLost,
        List<CameraState> states, String lastError) {

    public FaultOutcome {
        states = List.copyOf(states);
    }

    /** A line for people. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%-24s noticed %6.0f ms, back %6.0f ms, %4d frames lost  %s %s", fault,
                noticeMillis, recoverMillis, framesLost, states, lastError);
    }
}
