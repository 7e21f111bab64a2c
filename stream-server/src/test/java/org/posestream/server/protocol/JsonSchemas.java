package org.posestream.server.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** The JSON Schemas that ship, as an independent validator reads them. */
final class JsonSchemas {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    /** As it ships: later servers may say more. */
    static final Schema SERVER = REGISTRY.getSchema(node(SchemaFile.SERVER));
    /** The same for the server of today: no object may have a field that is not described. */
    static final Schema SERVER_TODAY = REGISTRY.getSchema(closed(node(SchemaFile.SERVER)));
    static final Schema CLIENT = REGISTRY.getSchema(node(SchemaFile.CLIENT));

    private JsonSchemas() {
    }

    /** What is wrong with a message; empty where nothing is. */
    static List<String> problems(Schema schema, String message) {
        return schema.validate(message, InputFormat.JSON).stream().map(Error::toString).toList();
    }

    static JsonNode node(SchemaFile file) {
        try {
            return JSON.readTree(file.read());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode closed(JsonNode node) {
        if (node instanceof ObjectNode object && object.has("properties") && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        if (node instanceof ObjectNode root && root.has("$id")) {
            root.put("$id", root.get("$id").asText() + ":today");
        }
        node.forEach(JsonSchemas::closed);
        return node;
    }
}
