package org.posestream.server.access;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * Who asks.
 *
 * @param scope what they may do
 * @param token that they showed, now or when their session began; empty where none is asked for, or none was shown
 */
public record Caller(Scope scope, Optional<AccessToken> token) {

    /** Somebody who showed nothing. */
    public static final Caller STRANGER = new Caller(Scope.NONE, Optional.empty());

    /** Somebody where nobody is asked for a token. */
    static final Caller ANYBODY = new Caller(Scope.CONTROL, Optional.empty());

    public Caller {
        requireNonNull(scope, "scope is null");
        requireNonNull(token, "token is null");
    }

    static Caller of(AccessToken token) {
        return new Caller(token.scope(), Optional.of(token));
    }
}
