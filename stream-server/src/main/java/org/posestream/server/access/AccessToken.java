package org.posestream.server.access;

import static java.util.Objects.requireNonNull;

/**
 * A secret, and what whoever knows it may do.
 *
 * @param name by which it is spoken of
 * @param scope of its holder
 * @param digest of the secret
 */
public record AccessToken(String name, Scope scope, TokenDigest digest) {

    public AccessToken {
        requireNonNull(name, "name is null");
        requireNonNull(digest, "digest is null");
        if (!scope.includes(Scope.VIEW)) {
            throw new IllegalArgumentException("a token is for view or control, but " + name + " is for " + scope);
        }
    }
}
