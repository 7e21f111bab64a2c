package org.posestream.server.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.posestream.server.web.Problem;
import org.posestream.server.web.ProblemType;
import org.posestream.server.web.Reply;
import org.posestream.server.web.Request;

/** JSON in requests and answers. */
final class JsonBody {

    static final String JSON = "application/json";
    static final String MERGE_PATCH = "application/merge-patch+json";

    private static final int MAX_DEPTH = 20;
    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private JsonBody() {
    }

    /** An answer of that value. */
    static Reply reply(int status, Object value) {
        try {
            return Reply.json(status, MAPPER.writeValueAsBytes(value));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What an encoder of the protocol wrote. */
    static ObjectNode parse(byte[] utf8, int length) {
        try {
            return (ObjectNode) MAPPER.readTree(utf8, 0, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /**
     * The object that a request brings.
     *
     * @param types of the content that are understood
     * @throws ProblemException when it brings something else
     */
    static ObjectNode of(Request request, List<String> types) throws ProblemException {
        String type = request.header("content-type").orElse("").split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!types.contains(type)) {
            throw new ProblemException(Problem.of(415, "the body must be " + String.join(" or ", types) + ", but "
                    + (type.isEmpty() ? "its Content-Type is missing" : "its Content-Type is another")));
        }
        JsonNode json = read(request.body());
        if (json instanceof ObjectNode object) {
            return object;
        }
        throw malformed("the body must be a JSON object, {…}");
    }

    private static JsonNode read(byte[] body) throws ProblemException {
        try {
            // Strictly: a reader that guesses encodings sees other text than whoever filtered it before.
            return MAPPER.readTree(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString());
        } catch (CharacterCodingException e) {
            throw malformed("the body must be text in UTF-8");
        } catch (JsonProcessingException e) {
            JsonLocation place = e.getLocation();
            throw malformed("the body is not JSON"
                    + (place == null ? "" : ", line " + place.getLineNr() + ", column " + place.getColumnNr())
                    + ": " + reason(e));
        }
    }

    /** Without what the body says: it may be secret. */
    private static String reason(JsonProcessingException e) {
        String message = String.valueOf(e.getOriginalMessage());
        if (message.startsWith("Duplicate")) {
            return "a key is there twice";
        }
        return message.contains("nesting depth") ? "it has more than " + MAX_DEPTH + " levels"
                : "it breaks off, or has a character that does not belong there";
    }

    private static ProblemException malformed(String detail) {
        return new ProblemException(Problem.of(ProblemType.MALFORMED_JSON, detail));
    }
}
