package org.posestream.source;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.posestream.inference.Suggestion;

/** What must be right about {@code scheme://…} for there to be any hope that it can be opened. */
final class NetworkAddress {

    /** What FFmpeg, as it comes with this program, can receive video by. */
    static final Set<String> SCHEMES = Set.of("ftp", "http", "https", "mmsh", "mmst", "rtmp", "rtmpe", "rtmps",
            "rtmpt", "rtmpte", "rtmpts", "rtp", "rtsp", "rtsps", "sap", "satip", "srt", "srtp", "tcp", "tls", "udp",
            "udplite", "unix");

    /** What is likely meant. */
    private static final Set<String> USUAL = Set.of("http", "https", "rtmp", "rtsp", "rtsps", "srt", "udp");

    /** They can wait for a sender: then they have a port but no host, or a path alone. */
    private static final Set<String> LISTENING = Set.of("rtp", "sap", "srt", "srtp", "tcp", "tls", "udp", "udplite",
            "unix");

    /** Behind the last at sign before the path: a host in brackets, or up to its port; the port. */
    private static final Pattern AUTHORITY =
            Pattern.compile("://(?:[^/?#]*@)?(\\[[^\\]]*\\]|[^:/?#]*)(?::([0-9]+)(?=[/?#]|$))?");

    private static final int MAX_PORT = 65_535;

    private NetworkAddress() {
    }

    /**
     * The address as FFmpeg wants it: it knows schemes in lower case only.
     *
     * @throws SourceException when the scheme is unknown, or host or port can be none
     */
    static String check(String text) throws SourceException {
        int colon = text.indexOf("://");
        String scheme = text.substring(0, colon).toLowerCase(Locale.ROOT);
        String shown = "'" + Redaction.of(text) + "'";
        if (!SCHEMES.contains(scheme)) {
            String suggestion = Suggestion.forWord(scheme, USUAL);
            throw new SourceException(shown + " begins with no scheme that can be received" + (suggestion.isEmpty()
                    ? "; use one of " + String.join(", ", new TreeSet<>(SCHEMES)) : suggestion));
        }
        if (holdsSignsInPassword(text.substring(colon + 3))) {
            throw new SourceException(shown + " holds '/', '?' or '#' in its user name or password; write %2F, %3F or"
                    + " %23 there");
        }
        Matcher authority = authority(text);
        if (authority.group(1).isEmpty() && !LISTENING.contains(scheme)) {
            throw new SourceException(shown + " names no host; write " + scheme + "://HOST/PATH");
        }
        if (authority.group(2) != null && !isPort(authority.group(2))) {
            throw new SourceException(shown + " has a port that there cannot be; give one between 1 and " + MAX_PORT
                    + ", or none for the scheme's own");
        }
        return scheme + text.substring(colon);
    }

    /**
     * Refuses {@code rtsp:/host}, which would be taken for a file that may still come.
     *
     * @throws SourceException when there is a scheme without its two slashes
     */
    static void requireNoScheme(String text) throws SourceException {
        int colon = text.indexOf(':');
        if (colon > 0 && SCHEMES.contains(text.substring(0, colon).toLowerCase(Locale.ROOT))) {
            throw new SourceException("'" + Redaction.of(text) + "' has a scheme without '//' behind it; write "
                    + text.substring(0, colon) + "://HOST/PATH");
        }
    }

    /** Whether what stands before the first of these signs can be no host, and an at sign comes after it. */
    private static boolean holdsSignsInPassword(String rest) {
        String authority = rest.split("[/?#]", 2)[0];
        int colon = authority.indexOf(':');
        return colon >= 0 && !authority.startsWith("[") && authority.indexOf('@') < 0
                && !isPort(authority.substring(colon + 1)) && rest.indexOf('@', authority.length()) >= 0;
    }

    /** The host without brackets; empty where there is none. */
    static String host(String url) {
        return url.contains("://") ? authority(url).group(1).replaceAll("[\\[\\]]", "") : "";
    }

    private static Matcher authority(String url) {
        Matcher authority = AUTHORITY.matcher(url);
        if (!authority.find()) {
            throw new IllegalArgumentException("no scheme");
        }
        return authority;
    }

    private static boolean isPort(String digits) {
        String number = digits.replaceFirst("^0+", "");
        return number.matches("[0-9]{1,5}") && Integer.parseInt(number) <= MAX_PORT;
    }
}
