package org.posestream.server.access;

import static java.util.Objects.requireNonNull;

/**
 * What a cookie stands for.
 *
 * @param token with which it was begun
 * @param endNanos when it ends, on the clock that began it
 */
record Session(AccessToken token, long endNanos) {

    Session {
        requireNonNull(token, "token is null");
    }
}
