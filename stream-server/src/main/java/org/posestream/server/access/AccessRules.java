package org.posestream.server.access;

import static java.util.Objects.requireNonNull;

import java.util.Set;

/**
 * Who may do what.
 *
 * @param tokens what is asked for; where there are none, everybody who reaches the server may do everything
 * @param loopback whether only this machine reaches the server
 * @param origins of pages that may use the server beside its own
 * @param hosts names by which the server may be addressed, beside numbers and localhost
 */
public record AccessRules(AccessTokens tokens, boolean loopback, Set<String> origins, Set<String> hosts) {

    /** Nothing is asked of anybody on this machine. */
    public static final AccessRules LOCAL = new AccessRules(AccessTokens.NONE, true, Set.of(), Set.of());

    public AccessRules {
        requireNonNull(tokens, "tokens is null");
        origins = Set.copyOf(origins);
        hosts = Set.copyOf(hosts);
    }

    OriginRule originRule() {
        return new OriginRule(origins, loopback);
    }

    /**
     * Whom tokens keep out a rebound name does not let in, since no cookie goes with it: then names matter only where
     * some are listed.
     */
    HostRule hostRule() {
        return new HostRule(hosts, !loopback && !tokens.isEmpty() && hosts.isEmpty());
    }
}
