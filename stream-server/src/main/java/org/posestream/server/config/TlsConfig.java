package org.posestream.server.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What the server proves by who it is; both files or none.
 *
 * @param certificate the chain in PEM, the server's own first
 * @param key its private key in PEM, PKCS#8, not encrypted
 */
public record TlsConfig(Optional<Path> certificate, Optional<Path> key) {

    static final TlsConfig DEFAULT = new TlsConfig(Optional.empty(), Optional.empty());

    public boolean enabled() {
        return certificate.isPresent() && key.isPresent();
    }
}
