package org.posestream.server.protocol;

import static org.posestream.server.protocol.ProtocolException.clipped;
import static org.posestream.server.protocol.ProtocolException.quoted;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.posestream.inference.Suggestion;

/** Reads messages of clients that are JSON objects; {@code posestream-client.schema.json} describes them. */
final class JsonClientMessages {

    private static final List<String> TYPES = List.of("subscribe", "time");

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            // Names come from clients: nothing is kept of them.
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(1).maxNumberLength(32)
                    .maxNameLength(64).maxStringLength(ClientMessage.MAX_BYTES).build())
            .build();

    private JsonClientMessages() {
    }

    static ClientMessage parse(byte[] bytes) throws ProtocolException {
        // As text, so that no other encoding is guessed.
        try (JsonParser parser = FACTORY.createParser(utf8(bytes))) {
            expect(parser.nextToken() == JsonToken.START_OBJECT, "a message must be a JSON object");
            ClientMessage message = message(parser);
            expect(parser.nextToken() == null, "a message must be one JSON object and nothing behind it");
            return message;
        } catch (JsonProcessingException e) {
            throw malformed("the message is not JSON: " + clipped(e.getOriginalMessage()));
        } catch (IOException e) {
            throw malformed("the message cannot be read: " + clipped(String.valueOf(e.getMessage())));
        }
    }

    private static String utf8(byte[] bytes) throws ProtocolException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw malformed("the message is not UTF-8");
        }
    }

    private static ClientMessage message(JsonParser parser) throws IOException, ProtocolException {
        boolean hasType = "type".equals(parser.nextFieldName()) && parser.nextToken() == JsonToken.VALUE_STRING;
        expect(hasType, "a message must begin with its \"type\", subscribe or time");
        String type = parser.getText();
        return switch (type) {
            case "subscribe" -> subscribe(parser);
            case "time" -> time(parser);
            default -> throw new ProtocolException(ErrorCode.UNKNOWN_MESSAGE, "clients send messages of type "
                    + "subscribe or time, but this was " + quoted(type)
                    + Suggestion.forWord(clipped(type), TYPES));
        };
    }

    private static ClientMessage subscribe(JsonParser parser) throws IOException, ProtocolException {
        OptionReader reader = new OptionReader();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            if (token == JsonToken.VALUE_STRING && !name.equals(OptionReader.MAX_RATE)) {
                reader.text(name, parser.getText());
            } else if (token.isNumeric() && name.equals(OptionReader.MAX_RATE)) {
                reader.maxRate(parser.getDoubleValue());
            } else {
                reader.require(name);
                // As hello tells it, so that a client may send back what it was told.
                boolean isNone = token == JsonToken.VALUE_NULL && name.equals(OptionReader.JOINTS);
                expect(isNone, name + " must be a " + (name.equals(OptionReader.MAX_RATE) ? "number" : "string"));
            }
        }
        return new ClientMessage.Subscribe(reader.options());
    }

    private static ClientMessage time(JsonParser parser) throws IOException, ProtocolException {
        Long id = null;
        Long clientMicros = null;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            expect(parser.nextToken() == JsonToken.VALUE_NUMBER_INT, clipped(name) + " must be a whole number");
            switch (name) {
                case "id" -> id = parser.getLongValue();
                case "clientMicros" -> clientMicros = parser.getLongValue();
                default -> throw malformed("a time message has id and clientMicros, but no " + quoted(name));
            }
        }
        expect(id != null && clientMicros != null, "a time message needs id and clientMicros, whole numbers");
        return new ClientMessage.TimeRequest(id, clientMicros);
    }

    private static void expect(boolean met, String rule) throws ProtocolException {
        if (!met) {
            throw malformed(rule);
        }
    }

    private static ProtocolException malformed(String reason) {
        return new ProtocolException(ErrorCode.MALFORMED_MESSAGE, reason);
    }
}
