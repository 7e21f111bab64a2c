package org.posestream.rtsp;

import java.io.IOException;
import java.time.Duration;

/**
 * Something that goes wrong with a camera, and is mended again.
 *
 * @param losses how often the camera is lost by it at least; it stays broken until so many were noticed. 2: the stream
 *     ends, and opening it again fails
 * @param hold how long it stays broken at least
 */
public record Fault(String name, int losses, Duration hold, Deed begin, Deed end) {

    /** Something done to a camera. */
    @FunctionalInterface
    public interface Deed {
        void run() throws IOException;
    }
}
