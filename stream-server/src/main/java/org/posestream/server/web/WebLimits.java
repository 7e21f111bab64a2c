package org.posestream.server.web;

import static java.util.Objects.requireNonNull;

/**
 * What clients may take of the server.
 *
 * @param connections at a time
 * @param requestsPerSecond from one address; twice as many may come at once
 * @param headerBytes of a request, all of them together
 * @param bodyBytes of a request
 * @param requestTimeoutNanos how long a whole request may take to come, and so a TLS handshake
 */
public record WebLimits(ConnectionLimits connections, int requestsPerSecond, int headerBytes, int bodyBytes,
        long requestTimeoutNanos) {

    /** For a server whose clients are trusted. */
    public static final WebLimits WIDE = new WebLimits(ConnectionLimits.DEFAULT, 1_000_000, 8192, 65_536,
            60_000_000_000L);

    public WebLimits {
        requireNonNull(connections, "connections is null");
        if (requestsPerSecond < 1 || headerBytes < 1 || bodyBytes < 1 || requestTimeoutNanos < 1) {
            throw new IllegalArgumentException("every limit must be above 0, but one of " + requestsPerSecond + ", "
                    + headerBytes + ", " + bodyBytes + ", " + requestTimeoutNanos + " is not");
        }
    }

    WebLimits withConnections(ConnectionLimits other) {
        return new WebLimits(other, requestsPerSecond, headerBytes, bodyBytes, requestTimeoutNanos);
    }

    /** Of the first line of a request, which holds the path and the query. */
    int lineBytes() {
        return Math.min(headerBytes, 4096);
    }
}
