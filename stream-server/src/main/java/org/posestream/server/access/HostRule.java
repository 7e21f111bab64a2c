package org.posestream.server.access;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * By which names a server may be addressed. A page of evil.example whose name suddenly points to 127.0.0.1 (DNS
 * rebinding) is of the same origin as a server there, and its browser would let it read everything; only the header
 * {@code Host} gives it away. Addresses in numbers and {@code localhost} no page's owner can make point elsewhere, so
 * they always count; other names count where they are listed.
 */
final class HostRule {

    private final Set<String> names;
    private final boolean any;

    /**
     * @param names that count as well
     * @param any whether every name does
     */
    HostRule(Set<String> names, boolean any) {
        this.names = names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
        this.any = any;
    }

    /**
     * Whether to answer.
     *
     * @param host the header; browsers always send it, programs that send none are no browsers
     */
    boolean allows(Optional<String> host) {
        return any || host.isEmpty() || isKnown(nameOf(host.get()));
    }

    private boolean isKnown(String name) {
        return names.contains(name) || isLocal(name) || isNumber(name);
    }

    /** Whether it can be no name that somebody else gave to this machine. */
    static boolean isLocal(String name) {
        return name.equals("localhost") || name.endsWith(".localhost");
    }

    /** Whether it is an address in numbers, an IPv6 one in brackets. */
    static boolean isNumber(String name) {
        return name.startsWith("[") ? AddressText.isIpv6(name) : AddressText.isIpv4(name);
    }

    /** The name in lower case without its port; empty where there is none, or more than a host. */
    static String nameOf(String authority) {
        try {
            URI uri = URI.create("http://" + authority);
            boolean bare = uri.getRawAuthority() != null && uri.getRawAuthority().equals(authority)
                    && uri.getRawUserInfo() == null && uri.getHost() != null;
            return bare ? uri.getHost().toLowerCase(Locale.ROOT) : "";
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
