package org.posestream.server.protocol;

/** Why a client is refused: the word in the error message, and the close code that follows it (RFC 6455, 7.4.1). */
public enum ErrorCode {
    /** An option whose name is not known. */
    UNKNOWN_OPTION("unknown-option", ErrorCode.POLICY),
    /** An option that is known, with a value that it cannot have, or given twice. */
    INVALID_OPTION("invalid-option", ErrorCode.POLICY),
    /** Joints that cannot be made of those of the stream. */
    UNAVAILABLE_JOINTS("unavailable-joints", ErrorCode.POLICY),
    /** A message of a type that clients do not send. */
    UNKNOWN_MESSAGE("unknown-message", ErrorCode.POLICY),
    /** A message that is not what its format asks for: no JSON, no Protobuf, a field missing or of another type. */
    MALFORMED_MESSAGE("malformed-message", 1007),
    /** A message longer than {@link ClientMessage#MAX_BYTES}. */
    MESSAGE_TOO_LONG("message-too-long", 1009),
    /** A text frame where messages are binary, or a binary one where they are text. */
    WRONG_FRAME("wrong-frame", 1003),
    /** More messages than a client may send in a while. */
    TOO_MANY_MESSAGES("too-many-messages", ErrorCode.POLICY),
    /** A limit of the server is reached; later there may be room. */
    LIMIT_REACHED("limit-reached", 1013);

    private static final int POLICY = 1008;

    private final String label;
    private final int closeCode;

    ErrorCode(String label, int closeCode) {
        this.label = label;
        this.closeCode = closeCode;
    }

    /** The name used in error messages. */
    public String label() {
        return label;
    }

    public int closeCode() {
        return closeCode;
    }
}
