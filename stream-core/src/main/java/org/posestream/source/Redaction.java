package org.posestream.source;

import java.util.regex.Pattern;

/**
 * Takes credentials out of addresses before they are shown.
 *
 * <p>When in doubt it takes too much: passwords may hold any sign, at signs and slashes too, so everything up to the
 * last at sign goes where a colon precedes it. Values whose names sound like credentials become {@code ***}.
 */
public final class Redaction {

    /** In a query, or in a path as some cameras have it: {@code /user=admin&password=secret&channel=1}. */
    private static final Pattern SECRET = Pattern.compile("(?i)((?:^|[?&;/_,:#])[^?&;/=,#]*"
            + "(?:pass|pwd|user|usr|login|account|auth|token|key|secret|sign|cred|session|jwt)[^?&;/=,#]*=)[^&]*");

    /** A host with what is no port behind its colon: a name and the beginning of a password that was cut off. */
    private static final Pattern CUT_OFF = Pattern.compile("(?s)(?<=://)[^/?#:\\[\\s]*"
            + ":(?![0-9]{1,5}(?:[/?#\\s]|$)|[0-9]{1,5}'(?:[\\s:;,.]|$)|\\$\\{[^}]*\\}(?:[/?#\\s]|$)|[\\s/?#]|$).*");

    private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:[/\\\\].*", Pattern.DOTALL);

    private Redaction() {
    }

    /** The address without user name, password and secret parameters. */
    public static String of(String address) {
        String shown = CUT_OFF.matcher(withoutUser(address)).replaceFirst("***");
        return SECRET.matcher(shown).replaceAll("$1***");
    }

    private static String withoutUser(String address) {
        int scheme = address.indexOf("://");
        int begin = scheme < 0 ? 0 : scheme + 3;
        int end = address.lastIndexOf('@');
        if (end < begin || (scheme < 0 && DRIVE.matcher(address).matches())) {
            return address;
        }
        String before = address.substring(begin, end);
        boolean nameOnly = before.indexOf(':') < 0;
        boolean inPath = nameOnly && (scheme < 0 || before.indexOf('/') >= 0);
        return inPath ? address : address.substring(0, begin) + address.substring(end + 1);
    }
}
