package org.posestream.server.web;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is asked of a route.
 *
 * @param method of HTTP, in capitals
 * @param path without the query, decoded
 * @param variables of the path by their names in the endpoint's template, decoded
 * @param query parameters by name, decoded, in the order given
 * @param body empty where there is none; not written to afterwards
 */
public record Request(String method, String path, Map<String, String> variables, Map<String, List<String>> query,
        byte[] body) {

    public Request {
        requireNonNull(method, "method is null");
        requireNonNull(path, "path is null");
        requireNonNull(body, "body is null");
        variables = Map.copyOf(variables);
    }

    /** The path's variable of that name, which the endpoint's template must have. */
    public String variable(String name) {
        return requireNonNull(variables.get(name), name);
    }

    /** The first value of a parameter of the query. */
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name)).map(values -> values.get(0));
    }
}
