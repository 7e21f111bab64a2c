package org.posestream.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** An OpenAPI document that answers are held against, by an independent validator of JSON Schema. */
public final class OpenApiDocument {

    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
    private static final SchemaRegistry SCHEMAS =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private final JsonNode document;

    /** @param json as it is served */
    public OpenApiDocument(String json) throws IOException {
        document = new ObjectMapper().readTree(json);
    }

    public JsonNode root() {
        return document;
    }

    /** By method and path, for example {@code GET /v1/cameras}. */
    public Map<String, JsonNode> operations() {
        Map<String, JsonNode> operations = new TreeMap<>();
        document.get("paths").properties().forEach(path -> path.getValue().properties().forEach(entry -> {
            if (METHODS.contains(entry.getKey())) {
                operations.put(entry.getKey().toUpperCase() + " " + path.getKey(), entry.getValue());
            }
        }));
        return operations;
    }

    /** The operation that a request is for. */
    public Optional<String> operationOf(String method, String path) {
        return operations().keySet().stream().filter(name -> name.startsWith(method + " ") && path.matches(
                name.substring(method.length() + 1).replace(".", "\\.").replaceAll("\\{\\w+}", "[^/]+")))
                .min((a, b) -> Integer.compare(a.indexOf('{'), b.indexOf('{')));
    }

    /** What the document does not foresee about an answer; empty where all is well. */
    public List<String> surprises(String operation, int status, String contentType, String body) {
        JsonNode responses = operations().get(operation).get("responses");
        JsonNode listed = responses.path(Integer.toString(status));
        JsonNode response = resolve(listed.isMissingNode() ? responses.path("default") : listed);
        if (listed.isMissingNode() && status < 400) {
            return List.of("status " + status + " is not described");
        }
        JsonNode content = response.path("content");
        if (content.isEmpty()) {
            return body.isEmpty() ? List.of() : List.of("no body is described");
        }
        String type = contentType.split(";")[0];
        if (!content.has(type)) {
            return List.of("content " + type + " is not described for status " + status);
        }
        JsonNode schema = content.get(type).get("schema");
        return schema == null ? List.of() : validate(schema, type.endsWith("json") ? body : quoted(body));
    }

    /** The same for a request, of which the document may know nothing: then it must be refused as such. */
    List<String> surprises(String method, String path, HttpResponse<String> answer) {
        Optional<String> operation = operationOf(method, path);
        if (operation.isEmpty()) {
            return Set.of(404, 405).contains(answer.statusCode()) ? List.of()
                    : List.of(method + " " + path + " is not described");
        }
        return surprises(operation.get(), answer.statusCode(),
                answer.headers().firstValue("Content-Type").orElse(""), answer.body());
    }

    private List<String> validate(JsonNode schema, String json) {
        ObjectNode root = schema.deepCopy();
        root.set("components", document.get("components"));
        return SCHEMAS.getSchema(root).validate(json, InputFormat.JSON).stream().map(Error::toString).toList();
    }

    /** Every place that refers to another one. */
    public List<String> references() {
        List<String> all = new ArrayList<>();
        collect(document, all);
        return all;
    }

    private static void collect(JsonNode node, List<String> references) {
        if (node.path("$ref").isTextual()) {
            references.add(node.get("$ref").asText());
        }
        node.forEach(child -> collect(child, references));
    }

    public JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
    }

    private static String quoted(String text) {
        return TextNode.valueOf(text).toString();
    }
}
