package org.posestream.server.access;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Browsers that showed a token, known by a cookie since. Of the cookies only digests are kept, as of tokens. Time is
 * given by the caller; any thread may use it.
 */
final class Sessions {

    /** Of a session, from its beginning. */
    static final Duration LIFE = Duration.ofHours(12);

    /** At a time; one more ends the oldest, of that token first. */
    static final int MAX = 1000;

    private static final int ID_BYTES = 32;

    private final SecureRandom random = new SecureRandom();
    private final Map<TokenDigest, Session> byId = new LinkedHashMap<>();

    /** Begins one; returns its cookie's value, 256 random bits. */
    synchronized String begin(AccessToken token, long nowNanos) {
        byId.values().removeIf(session -> session.endNanos() - nowNanos <= 0);
        if (byId.size() >= MAX) {
            makeRoom(token);
        }
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        String id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        byId.put(TokenDigest.ofGuess(id), new Session(token, nowNanos + LIFE.toNanos()));
        return id;
    }

    /** The token that a session was begun with; none where it has ended. */
    synchronized Optional<AccessToken> find(String id, long nowNanos) {
        return Optional.ofNullable(byId.get(TokenDigest.ofGuess(id)))
                .filter(session -> session.endNanos() - nowNanos > 0).map(Session::token);
    }

    synchronized void end(String id) {
        byId.remove(TokenDigest.ofGuess(id));
    }

    /** Ends those whose token is no more. */
    synchronized void keepOnly(AccessTokens tokens) {
        byId.values().removeIf(session -> !tokens.contains(session.token()));
    }

    /** Whoever begins session after session pushes out their own, not those of others. */
    private void makeRoom(AccessToken token) {
        TokenDigest oldest = byId.entrySet().stream().filter(entry -> entry.getValue().token().equals(token))
                .map(Map.Entry::getKey).findFirst().orElseGet(() -> byId.keySet().iterator().next());
        byId.remove(oldest);
    }
}
