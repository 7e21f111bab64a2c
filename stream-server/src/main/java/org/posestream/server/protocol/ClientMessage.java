package org.posestream.server.protocol;

import static java.util.Objects.requireNonNull;

/** What a client says. */
public sealed interface ClientMessage {

    /** Longer ones are refused; the longest sensible one names 64 people by ids of 18 digits. */
    int MAX_BYTES = 2048;

    /**
     * New options in place of the old ones, as a whole.
     *
     * @param options those not named are as by default
     */
    record Subscribe(SubscribeOptions options) implements ClientMessage {

        public Subscribe {
            requireNonNull(options, "options is null");
        }
    }

    /**
     * Asks for the time, by which a client learns its clock's offset.
     *
     * @param id comes back in the answer
     * @param clientMicros comes back in the answer; the client's own clock
     */
    record TimeRequest(long id, long clientMicros) implements ClientMessage {
    }

    /**
     * Reads a message.
     *
     * @param bytes the payload of a text frame for JSON, of a binary one for Protobuf
     * @throws ProtocolException whatever is wrong with it
     */
    static ClientMessage parse(WireFormat format, byte[] bytes) throws ProtocolException {
        if (bytes.length > MAX_BYTES) {
            throw new ProtocolException(ErrorCode.MESSAGE_TOO_LONG,
                    "a message must be at most " + MAX_BYTES + " bytes long, but was " + bytes.length);
        }
        return switch (format) {
            case JSON -> JsonClientMessages.parse(bytes);
            case PROTO -> ProtoClientMessages.parse(bytes);
        };
    }
}
