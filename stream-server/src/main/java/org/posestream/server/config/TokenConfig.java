package org.posestream.server.config;

import java.nio.file.Path;
import java.util.Optional;
import org.posestream.server.access.Scope;
import org.posestream.server.access.TokenDigest;

/**
 * A secret by which somebody is let in; one of value and file names it.
 *
 * @param scope what its holder may do
 * @param value the secret, from the environment; only its digest is kept
 * @param valueFile a file whose only line is the secret
 */
public record TokenConfig(
        @Matching(regex = "view|control", meaning = "view or control") Scope scope,
        Optional<TokenDigest> value, Optional<Path> valueFile) {

    static final TokenConfig DEFAULT = new TokenConfig(Scope.VIEW, Optional.empty(), Optional.empty());

    TokenConfig withValue(TokenDigest digest) {
        return new TokenConfig(scope, Optional.of(digest), valueFile);
    }
}
