package org.posestream.server.access;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which pages a browser may use this server from. Browsers let any page open a WebSocket anywhere, and send much else,
 * and only tell the page's origin (RFC 6455, 10.2; Fetch Metadata Request Headers); programs that are no browsers tell
 * none. A page counts that came from here, whose origin is listed, or, where only this machine reaches the server, that
 * came from this machine.
 */
final class OriginRule {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Set<String> listed;
    private final boolean loopback;

    /**
     * @param listed origins such as {@code https://app.example}
     * @param loopback whether only this machine reaches the server
     */
    OriginRule(Set<String> listed, boolean loopback) {
        this.listed = listed.stream().map(origin -> origin.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
        this.loopback = loopback;
    }

    /** Whether a page may change things and read streams. */
    boolean allows(RequestHead head) {
        Optional<String> origin = head.header("origin");
        if (origin.isEmpty()) {
            return !isCrossSite(head);
        }
        return isSameOrigin(head) || isListed(origin.get());
    }

    /** The origin that is to be told that it may read the answer: one that counts and is not this server's own. */
    Optional<String> toldTo(RequestHead head) {
        return head.header("origin").filter(origin -> !isSameOrigin(head) && isListed(origin));
    }

    /**
     * Whether the sender is certainly this server's own page, and not merely one of another port of this machine, with
     * which browsers share cookies.
     */
    boolean isOwnPage(RequestHead head) {
        return head.header("origin").isPresent() ? isSameOrigin(head)
                : head.header("sec-fetch-site").filter("same-origin"::equals).isPresent()
                        || head.isSafe() && !head.webSocket() && !isForeign(head);
    }

    /** Whether a browser says that a page of another site had it ask, and not its user by following a link. */
    boolean isCrossSite(RequestHead head) {
        boolean visit = head.isSafe() && head.header("sec-fetch-mode").filter("navigate"::equals).isPresent();
        return head.header("sec-fetch-site").filter("cross-site"::equals).isPresent() && !visit;
    }

    private static boolean isForeign(RequestHead head) {
        return head.header("sec-fetch-site").filter(site -> !site.equals("none")).isPresent();
    }

    /** The scheme is left out: behind a proxy that speaks TLS the page came by another one than the request. */
    private static boolean isSameOrigin(RequestHead head) {
        Optional<String> page = head.header("origin").map(OriginRule::authority);
        return page.isPresent() && !page.get().isEmpty()
                && head.header("host").filter(host -> host.equalsIgnoreCase(page.get())).isPresent();
    }

    private boolean isListed(String origin) {
        return listed.contains(origin.toLowerCase(Locale.ROOT))
                || loopback && LOOPBACK.contains(HostRule.nameOf(authority(origin)));
    }

    /** Empty where it is no address of the web, such as the origin {@code null} of a page from a file. */
    private static String authority(String origin) {
        return origin.matches("(?i)https?://.*") ? origin.substring(origin.indexOf("//") + 2) : "";
    }
}
