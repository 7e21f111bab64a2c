package org.posestream.export;

import java.io.IOException;
import org.posestream.frame.FrameBuffer;
import org.posestream.pose.PoseFrame;

/** Writes the frames of one stream to a file: under a temporary name until {@link #finish()} gives it the final one. */
public interface PoseWriter extends AutoCloseable {

    /** Adds a frame; the pixels are lent for the time of the call. */
    void write(PoseFrame frame, FrameBuffer pixels) throws IOException;

    /** Completes the file and gives it its final name. */
    void finish() throws IOException;

    /** Frees everything; a file that was not finished keeps its temporary name. */
    @Override
    void close() throws IOException;
}
