package org.posestream.server.protocol;

/**
 * The answer to a client that asks for the time.
 *
 * @param id of the question
 * @param clientMicros the client's own time, as it was sent
 * @param captureNanos now, on the clock of the capture times of live frames
 * @param unixMicros now, microseconds since 1970-01-01 UTC
 */
public record TimeReply(long id, long clientMicros, long captureNanos, long unixMicros) {
}
