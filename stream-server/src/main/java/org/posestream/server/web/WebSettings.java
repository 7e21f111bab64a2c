package org.posestream.server.web;

import static java.util.Objects.requireNonNull;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.posestream.server.access.AccessGate;
import org.posestream.server.access.AccessRules;
import org.posestream.server.access.SecurityHeaders;

/**
 * Where a server listens, for whom, and how much they may take.
 *
 * @param address to listen on; port 0 takes a free one
 * @param access judges every request; stays with the caller
 * @param limits what clients may take
 * @param tls what the server proves by who it is; plain HTTP where it is empty
 */
public record WebSettings(InetSocketAddress address, AccessGate access, WebLimits limits, Optional<TlsFiles> tls) {

    public WebSettings {
        requireNonNull(address, "address is null");
        requireNonNull(access, "access is null");
        requireNonNull(limits, "limits is null");
        requireNonNull(tls, "tls is null");
    }

    /** For this machine alone, without limits that matter and without TLS. */
    public static WebSettings local(InetSocketAddress address) {
        return new WebSettings(address, new AccessGate(AccessRules.LOCAL, WebLimits.WIDE.requestsPerSecond()),
                WebLimits.WIDE, Optional.empty());
    }

    /** The same with room for so many. */
    public WebSettings withConnections(ConnectionLimits other) {
        return new WebSettings(address, access, limits.withConnections(other), tls);
    }

    /** Judges by these settings. On loopback no promise of TLS is made, which would hold for all of localhost. */
    Gate newGate() {
        return new Gate(access, SecurityHeaders.of(tls.isPresent() && !address.getAddress().isLoopbackAddress()));
    }
}
