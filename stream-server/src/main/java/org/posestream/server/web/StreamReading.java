package org.posestream.server.web;

/**
 * What is known of a stream's subscribers at one moment; counts are since the stream was opened.
 *
 * @param subscribers clients that are sent its frames now
 * @param feeds forms in which each frame is encoded now
 * @param framesSent to all clients together
 * @param framesLost not sent to a client because it took them too slowly, of all clients together
 * @param framesOvertaken sent to nobody, because the event loop was busy until the next one came
 * @param bytesSent of frames, with their WebSocket headers, to all clients together
 */
public record StreamReading(String stream, int subscribers, int feeds, long framesSent, long framesLost,
        long framesOvertaken, long bytesSent) {
}
