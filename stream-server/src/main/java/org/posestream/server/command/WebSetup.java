package org.posestream.server.command;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import org.posestream.server.access.AccessGate;
import org.posestream.server.config.AccessConfig;
import org.posestream.server.config.ConfigException;
import org.posestream.server.config.LimitsConfig;
import org.posestream.server.config.PoseStreamConfig;
import org.posestream.server.config.ServerConfig;
import org.posestream.server.config.TlsConfig;
import org.posestream.server.web.ConnectionLimits;
import org.posestream.server.web.TlsFiles;
import org.posestream.server.web.WebLimits;
import org.posestream.server.web.WebSettings;

/** What a configuration says of the network, as the web server wants it. */
final class WebSetup {

    private WebSetup() {
    }

    /**
     * Looks up the host and reads the certificate.
     *
     * @throws IOException when the host is not known
     * @throws ConfigException when the certificate cannot be used
     */
    static WebSettings of(PoseStreamConfig config) throws IOException, ConfigException {
        ServerConfig server = config.server();
        InetSocketAddress address = new InetSocketAddress(resolve(server.host()), server.port());
        WebLimits limits = limits(config.limits());
        AccessGate gate = new AccessGate(config.access().rules(address.getAddress().isLoopbackAddress()),
                limits.requestsPerSecond());
        return new WebSettings(address, gate, limits, tls(server.tls()));
    }

    /**
     * Refuses to let other machines in where nobody said who may come.
     *
     * @throws ConfigException with the mend
     */
    static void requireGuarded(ServerConfig server, AccessConfig access) throws IOException, ConfigException {
        if (access.isUnguarded(isLoopback(server.host()))) {
            throw new ConfigException(List.of("posestream: host " + server.host() + " lets other machines in, but"
                    + " nothing says who may come; name access.tokens in a file for --config, or let everybody in by"
                    + " --open"));
        }
    }

    static boolean isLoopback(String host) throws IOException {
        return resolve(host).isLoopbackAddress();
    }

    private static InetAddress resolve(String host) throws IOException {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new IOException("host '" + host + "' is not known; name an address of this machine with --host", e);
        }
    }

    private static WebLimits limits(LimitsConfig config) {
        return new WebLimits(new ConnectionLimits(config.connections(), config.connectionsPerAddress()),
                config.requestsPerSecond(), config.headerBytes(), config.bodyBytes(),
                config.requestTimeout().toNanos());
    }

    private static Optional<TlsFiles> tls(TlsConfig config) throws ConfigException {
        if (!config.enabled()) {
            return Optional.empty();
        }
        try {
            return Optional.of(TlsFiles.open(config.certificate().orElseThrow(), config.key().orElseThrow()));
        } catch (IOException e) {
            throw new ConfigException(List.of("posestream: server.tls: " + e.getMessage()));
        }
    }
}
