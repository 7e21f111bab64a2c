package org.posestream.server.config;

import java.time.Duration;

/**
 * What clients may take of the server.
 *
 * @param connections at a time
 * @param connectionsPerAddress at a time from one address, or from one /64 of IPv6
 * @param requestsPerSecond from one address; twice as many may come at once
 * @param headerBytes of a request, all of them together
 * @param bodyBytes of a request
 * @param requestTimeout how long a whole request may take to come, and so a TLS handshake
 */
public record LimitsConfig(
        @Between(least = "1", most = "100000") int connections,
        @Between(least = "1", most = "100000") int connectionsPerAddress,
        @Between(least = "1", most = "100000") int requestsPerSecond,
        @Between(least = "1024", most = "65536") int headerBytes,
        @Between(least = "1024", most = "1048576") int bodyBytes,
        @Between(least = "1s", most = "5min") Duration requestTimeout) {

    public static final LimitsConfig DEFAULT = new LimitsConfig(6000, 1000, 100, 8192, 65_536,
            Duration.ofSeconds(20));
}
