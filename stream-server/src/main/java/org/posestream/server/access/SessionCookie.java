package org.posestream.server.access;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The cookie that stands for a token. No script can read it, and no page of another site makes a browser send it. */
public final class SessionCookie {

    private static final String NAME = "posestream-session";

    private SessionCookie() {
    }

    /**
     * The header {@code Set-Cookie} that begins a session.
     *
     * @param secure whether the browser may send it by TLS only
     */
    public static String begin(String id, boolean secure) {
        return cookie(id, Sessions.LIFE.toSeconds(), secure);
    }

    /** The header {@code Set-Cookie} that lets the browser forget it. */
    public static String end(boolean secure) {
        return cookie("", 0, secure);
    }

    private static String cookie(String value, long seconds, boolean secure) {
        return NAME + "=" + value + "; Path=/; Max-Age=" + seconds + "; HttpOnly; SameSite=Strict"
                + (secure ? "; Secure" : "");
    }

    /**
     * The value that stands in the headers {@code Cookie} of a request; none where there are several, since a page of
     * another port may have set one.
     */
    static Optional<String> of(List<String> headers) {
        List<String> values = headers.stream().flatMap(line -> Arrays.stream(line.split("[;,]")))
                .map(String::strip).filter(each -> each.startsWith(NAME + "="))
                .map(each -> each.substring(NAME.length() + 1)).toList();
        return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
    }
}
