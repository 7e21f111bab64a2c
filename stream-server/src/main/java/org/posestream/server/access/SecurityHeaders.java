package org.posestream.server.access;

import java.util.Map;
import java.util.TreeMap;

/** What every answer tells browsers, so that a mistake in a page, or a page of somebody else, does little harm. */
public final class SecurityHeaders {

    /**
     * Scripts, styles and connections of this server alone; pictures that a script made, too. Nothing is inline, no
     * page frames another, and nothing is sent anywhere else.
     */
    private static final String CONTENT_POLICY = "default-src 'self'; script-src 'self'; style-src 'self';"
            + " img-src 'self' blob: data:; connect-src 'self'; object-src 'none'; frame-src 'none'; base-uri 'none';"
            + " form-action 'self'; frame-ancestors 'none'";

    private static final Map<String, String> ALWAYS = new TreeMap<>(Map.of(
            "Content-Security-Policy", CONTENT_POLICY,
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "no-referrer",
            "Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin"));

    private static final String ONE_YEAR = "max-age=31536000";

    private SecurityHeaders() {
    }

    /**
     * By name.
     *
     * @param promiseTls whether browsers shall come by TLS only from now on
     */
    public static Map<String, String> of(boolean promiseTls) {
        if (!promiseTls) {
            return ALWAYS;
        }
        Map<String, String> headers = new TreeMap<>(ALWAYS);
        headers.put("Strict-Transport-Security", ONE_YEAR);
        return headers;
    }
}
