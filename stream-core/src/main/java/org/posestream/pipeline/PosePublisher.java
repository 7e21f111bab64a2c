package org.posestream.pipeline;

import org.posestream.frame.FrameBuffer;
import org.posestream.pose.PoseFrame;

/** Takes finished frames; never blocks on a slow receiver. */
public interface PosePublisher {

    /**
     * Called in order for every finished frame of every stream, on one thread.
     *
     * @param frame the result
     * @param pixels the image, on loan for the time of the call only
     */
    void publish(PoseFrame frame, FrameBuffer pixels) throws Exception;
}
