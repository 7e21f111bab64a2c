package org.posestream.server.config;

import java.time.Duration;

/**
 * Where to listen, and how to end.
 *
 * @param host address to listen on
 * @param port 0 takes a free one
 * @param stopTimeout how long frames under way and sources may take to end after SIGTERM
 * @param tls by which files clients know the server; plain HTTP where there are none
 */
public record ServerConfig(String host,
        @Between(least = "0", most = "65535") int port,
        @Between(least = "1s", most = "5min") Duration stopTimeout,
        TlsConfig tls) {

    static final ServerConfig DEFAULT = new ServerConfig("127.0.0.1", 8080, Duration.ofSeconds(10),
            TlsConfig.DEFAULT);

    /** One without TLS. */
    public ServerConfig(String host, int port, Duration stopTimeout) {
        this(host, port, stopTimeout, TlsConfig.DEFAULT);
    }
}
