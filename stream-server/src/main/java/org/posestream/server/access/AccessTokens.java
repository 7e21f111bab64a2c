package org.posestream.server.access;

import java.util.List;
import java.util.Optional;

/** The secrets that are known. */
public final class AccessTokens {

    /** Nobody is asked for any. */
    public static final AccessTokens NONE = new AccessTokens(List.of());

    private final List<AccessToken> tokens;

    public AccessTokens(List<AccessToken> tokens) {
        this.tokens = List.copyOf(tokens);
    }

    public boolean isEmpty() {
        return tokens.isEmpty();
    }

    /**
     * The token that somebody presents. Every one is compared to the end, so that the time taken tells nothing of how
     * near a guess was, or which it was near to.
     */
    Optional<AccessToken> find(String guess) {
        TokenDigest digest = TokenDigest.ofGuess(guess);
        AccessToken found = null;
        for (AccessToken token : tokens) {
            found = token.digest().equals(digest) ? token : found;
        }
        return Optional.ofNullable(found);
    }

    /** Whether this very token is still one of them. */
    boolean contains(AccessToken token) {
        return tokens.contains(token);
    }
}
