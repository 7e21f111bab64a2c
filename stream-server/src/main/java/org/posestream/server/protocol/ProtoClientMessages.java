package org.posestream.server.protocol;

/** Reads {@code ClientMessage} of {@code posestream.proto}, whose numbers of fields these are. */
final class ProtoClientMessages {

    private ProtoClientMessages() {
    }

    static ClientMessage parse(byte[] bytes) throws ProtocolException {
        ProtoReader reader = new ProtoReader(bytes);
        ClientMessage message = switch (reader.field()) {
            case 0 -> throw new ProtocolException(ErrorCode.MALFORMED_MESSAGE,
                    "a message must be one of subscribe and time, but is empty");
            case 1 -> new ClientMessage.Subscribe(options(reader.message()));
            case 2 -> time(reader.message());
            default -> throw new ProtocolException(ErrorCode.UNKNOWN_MESSAGE,
                    "clients send subscribe (1) or time (2), but this was neither");
        };
        if (reader.field() != 0) {
            throw new ProtocolException(ErrorCode.MALFORMED_MESSAGE,
                    "a message must be one of subscribe and time, and nothing behind it");
        }
        return message;
    }

    private static SubscribeOptions options(ProtoReader reader) throws ProtocolException {
        OptionReader options = new OptionReader();
        for (int field = reader.field(); field != 0; field = reader.field()) {
            switch (field) {
                case 1 -> options.text(OptionReader.JOINTS, reader.string());
                case 2 -> options.text(OptionReader.PEOPLE, reader.string());
                case 3 -> options.maxRate(reader.number());
                case 4 -> options.text(OptionReader.COORDINATES, reader.string());
                case 5 -> options.text(OptionReader.DIMENSIONS, reader.string());
                default -> throw new ProtocolException(ErrorCode.UNKNOWN_OPTION, "option " + field
                        + " is not known; known are 1 to 5: " + String.join(", ", OptionReader.NAMES));
            }
        }
        return options.options();
    }

    private static ClientMessage time(ProtoReader reader) throws ProtocolException {
        long id = 0;
        long clientMicros = 0;
        for (int field = reader.field(); field != 0; field = reader.field()) {
            switch (field) {
                case 1 -> id = reader.integer();
                case 2 -> clientMicros = reader.integer();
                default -> throw new ProtocolException(ErrorCode.MALFORMED_MESSAGE,
                        "a time message has id (1) and clientMicros (2), but no field " + field);
            }
        }
        return new ClientMessage.TimeRequest(id, clientMicros);
    }
}
