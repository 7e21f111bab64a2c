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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.posestream.inference.Suggestion;

/** Reads messages of clients that are JSON objects; {@code posestream-client.schema.json} describes them. */
final class JsonClientMessages {

    private static final List<String> TYPES = List.of("subscribe", "time");

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // Names come from clients: nothing is kept of them.
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            // Two levels, so that what is nested is refused by its name.
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(2).maxNumberLength(40)
                    .maxNameLength(100).maxStringLength(ClientMessage.MAX_BYTES).build())
            .build();

    private JsonClientMessages() {
    }

    static ClientMessage parse(byte[] bytes) throws ProtocolException {
        Map<String, Object> fields = fields(utf8(bytes));
        Object type = fields.remove("type");
        if (!(type instanceof String name)) {
            throw malformed("a message must have a \"type\", subscribe or time");
        }
        return switch (name) {
            case "subscribe" -> subscribe(fields);
            case "time" -> time(fields);
            default -> throw new ProtocolException(ErrorCode.UNKNOWN_MESSAGE, "clients send messages of type "
                    + "subscribe or time, but this was " + quoted(name) + Suggestion.forWord(clipped(name), TYPES));
        };
    }

    private static String utf8(byte[] bytes) throws ProtocolException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw malformed("the message is not UTF-8");
        }
    }

    /** The fields in their order, each a text, a number, or null. */
    private static Map<String, Object> fields(String text) throws ProtocolException {
        try (JsonParser parser = FACTORY.createParser(text)) {
            expect(parser.nextToken() == JsonToken.START_OBJECT, "a message must be a JSON object");
            Map<String, Object> fields = new LinkedHashMap<>();
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                fields.put(name, value(name, parser));
            }
            expect(parser.nextToken() == null, "a message must be one JSON object and nothing behind it");
            return fields;
        } catch (JsonProcessingException e) {
            throw malformed("the message is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw malformed("the message cannot be read: " + e.getMessage());
        }
    }

    private static Object value(String name, JsonParser parser) throws IOException, ProtocolException {
        return switch (parser.nextToken()) {
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
            case VALUE_NULL -> null;
            default -> throw malformed(quoted(name) + " must be a string or a number");
        };
    }

    private static ClientMessage subscribe(Map<String, Object> fields) throws ProtocolException {
        OptionReader reader = new OptionReader();
        for (Map.Entry<String, Object> field : fields.entrySet()) {
            String name = field.getKey();
            boolean isRate = name.equals(OptionReader.MAX_RATE);
            if (isRate && field.getValue() instanceof Number number) {
                reader.maxRate(number.doubleValue());
            } else if (!isRate && field.getValue() instanceof String text) {
                reader.text(name, text);
            } else {
                reader.require(name);
                // As hello tells it, so that a client may send back what it was told.
                boolean isNone = name.equals(OptionReader.JOINTS) && field.getValue() == null;
                expect(isNone, name + " must be a " + (isRate ? "number" : "string"));
            }
        }
        return new ClientMessage.Subscribe(reader.options());
    }

    private static ClientMessage time(Map<String, Object> fields) throws ProtocolException {
        long id = wholeNumber(fields, "id");
        long clientMicros = wholeNumber(fields, "clientMicros");
        for (String name : fields.keySet()) {
            throw malformed("a time message has id and clientMicros, but no " + quoted(name));
        }
        return new ClientMessage.TimeRequest(id, clientMicros);
    }

    private static long wholeNumber(Map<String, Object> fields, String name) throws ProtocolException {
        Object value = fields.remove(name);
        if (value instanceof Integer || value instanceof Long) {
            return ((Number) value).longValue();
        }
        throw malformed("a time message needs '" + name + "', a whole number of 64 bits");
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
