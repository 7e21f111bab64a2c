package org.posestream.server.protocol;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/** What a client asked for is refused; the message is the reason, one line for the client's author. */
public final class ProtocolException extends Exception {

    private static final long serialVersionUID = 1;

    /** A close frame takes 125 bytes (RFC 6455, 5.5), two of which are the code. */
    private static final int MAX_CLOSE_REASON_BYTES = 123;
    private static final int MAX_REASON_CHARACTERS = 300;
    /** Of what a client sent, in a reason. */
    private static final int MAX_QUOTED_CHARACTERS = 40;

    private final ErrorCode code;

    /** @param reason names the thing and the rule; what is longer than 300 characters is cut off */
    public ProtocolException(ErrorCode code, String reason) {
        // Clients make these at will; a stack trace would be most of the cost.
        super(clipped(requireNonNull(reason, "reason is null"), MAX_REASON_CHARACTERS), null, false, false);
        this.code = requireNonNull(code, "code is null");
    }

    public ErrorCode code() {
        return code;
    }

    /** The reason as far as a close frame has room for it, never ending within a character. */
    public String closeReason() {
        ByteBuffer bytes = ByteBuffer.allocate(MAX_CLOSE_REASON_BYTES);
        CharBuffer rest = CharBuffer.wrap(getMessage());
        StandardCharsets.UTF_8.newEncoder().encode(rest, bytes, true);
        return getMessage().substring(0, rest.position());
    }

    /** What a client sent, in quotes, short enough to be repeated. */
    static String quoted(String text) {
        return "'" + clipped(text) + "'";
    }

    /** The same without quotes. */
    static String clipped(String text) {
        return clipped(text, MAX_QUOTED_CHARACTERS);
    }

    /** Nothing in it can break a line, or is half a character. */
    private static String clipped(String text, int maxCharacters) {
        boolean isLong = text.length() > maxCharacters;
        StringBuilder line = new StringBuilder(isLong ? text.substring(0, maxCharacters) : text);
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (Character.isISOControl(c) || Character.isSurrogate(c)) {
                line.setCharAt(i, '?');
            }
        }
        return isLong ? line.append("...").toString() : line.toString();
    }
}
