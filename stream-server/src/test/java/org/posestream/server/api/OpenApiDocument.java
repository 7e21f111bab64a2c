package org.posestream.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The OpenAPI document as clients get it, read by an independent JSON Schema validator. */
final class OpenApiDocument {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final List<String> METHODS = List.of("get", "put", "post", "patch", "delete");

    private final JsonNode document;

    OpenApiDocument(byte[] json) throws IOException {
        document = JSON.readTree(json);
    }

    /** The methods and paths that it describes, and what each needs: {@code GET /live NONE}. */
    Set<String> operations() {
        Set<String> operations = new TreeSet<>();
        document.get("paths").properties().forEach(path -> path.getValue().properties().stream()
                .filter(each -> METHODS.contains(each.getKey()))
                .forEach(each -> operations.add(each.getKey().toUpperCase() + " " + path.getKey() + " "
                        + scope(each.getValue()))));
        return operations;
    }

    /** The variables in paths that no parameter describes, and the parameters that are in no path. */
    List<String> strayVariables() {
        List<String> stray = new ArrayList<>();
        document.get("paths").properties().forEach(path -> {
            Set<String> described = new TreeSet<>();
            path.getValue().findValues("parameters").forEach(list -> list.forEach(each -> {
                JsonNode parameter = resolve(each);
                if (parameter.get("in").asText().equals("path")) {
                    described.add("{" + parameter.get("name").asText() + "}");
                }
            }));
            Set<String> named = new TreeSet<>(Pattern.compile("\\{[^}]*}").matcher(path.getKey()).results()
                    .map(result -> result.group()).toList());
            if (!named.equals(described)) {
                stray.add(path.getKey() + " " + described);
            }
        });
        return stray;
    }

    /** What is wrong with an answer; empty where it is as described. */
    List<String> problems(String method, String path, int status, String contentType, String body) {
        String template = template(path);
        if (template == null) {
            return status == 404 ? List.of() : List.of(path + " is not described, but was answered by " + status);
        }
        JsonNode operation = document.get("paths").get(template).get(method.toLowerCase());
        if (operation == null) {
            return status == 405 ? List.of() : List.of(method + " " + template + " is not described");
        }
        JsonNode responses = operation.get("responses");
        JsonNode response = resolve(responses.has("" + status) ? responses.get("" + status)
                : responses.get("default"));
        if (!response.has("content")) {
            return body.isEmpty() ? List.of() : List.of("a body is not described for " + status + ": " + body);
        }
        JsonNode content = response.get("content").get(contentType.replaceFirst(" *;.*", ""));
        if (content == null) {
            return List.of(contentType + " is not described for " + method + " " + template + " " + status);
        }
        return content.has("schema") && contentType.contains("json") ? problems(content.get("schema"), body)
                : List.of();
    }

    /** A schema leads to others below the document's components. */
    private List<String> problems(JsonNode schema, String body) {
        ObjectNode root = schema.deepCopy();
        root.set("components", document.get("components"));
        return REGISTRY.getSchema(root).validate(body, InputFormat.JSON).stream().map(Error::toString).toList();
    }

    /** The described path that fits; one without variables before one with them. */
    private String template(String path) {
        List<String> fitting = document.get("paths").properties().stream().map(each -> each.getKey())
                .filter(each -> path.matches(each.replace(".", "\\.").replaceAll("\\{[^}]*}", "[^/]+"))).toList();
        return fitting.stream().filter(each -> !each.contains("{")).findFirst()
                .orElse(fitting.isEmpty() ? null : fitting.get(0));
    }

    /** The scope of the document's own requirement, or of the operation's. */
    private String scope(JsonNode operation) {
        JsonNode security = operation.has("security") ? operation.get("security") : document.get("security");
        return security.isEmpty() ? "NONE" : security.get(0).get("token").get(0).asText().toUpperCase();
    }

    private JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
    }
}
