package org.posestream.rtsp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who may see the stream (RFC 2617, without {@code qop}, as cameras do it).
 *
 * @param nonce what a client has to mix into its digest
 */
public record Access(Scheme scheme, String user, String password, String nonce) {

    /** Everybody. */
    public static final Access FREE = new Access(Scheme.NONE, "", "", "");

    private static final String REALM = "camera";
    private static final Pattern FIELD = Pattern.compile("(\\w+)=\"([^\"]*)\"");

    /** How the password is told. */
    public enum Scheme {
        /** Not at all. */
        NONE,
        /** In the clear. */
        BASIC,
        /** Digested by MD5. */
        DIGEST
    }

    /** Those who know a user's password. */
    static Access by(Scheme scheme, String user, String password) {
        return new Access(scheme, user, password, "5ca1ab1e");
    }

    /** Value of {@code WWW-Authenticate}. */
    String challenge() {
        return switch (scheme) {
            case NONE -> "";
            case BASIC -> "Basic realm=\"" + REALM + "\"";
            case DIGEST -> "Digest realm=\"" + REALM + "\", nonce=\"" + nonce + "\"";
        };
    }

    boolean admits(RtspRequest request) {
        String told = request.header("Authorization");
        return switch (scheme) {
            case NONE -> true;
            case BASIC -> told.equals("Basic " + Base64.getEncoder()
                    .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8)));
            case DIGEST -> told.startsWith("Digest ") && field(told, "username").equals(user)
                    && field(told, "response").equals(response(request.method(), field(told, "uri")));
        };
    }

    /** What the right client answers. */
    String response(String method, String uri) {
        return md5(md5(user + ":" + REALM + ":" + password) + ":" + nonce + ":" + md5(method + ":" + uri));
    }

    private static String field(String header, String name) {
        Matcher fields = FIELD.matcher(header);
        while (fields.find()) {
            if (fields.group(1).equals(name)) {
                return fields.group(2);
            }
        }
        return "";
    }

    private static String md5(String text) {
        try {
            return HexFormat.of().formatHex(
                    MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }
}
