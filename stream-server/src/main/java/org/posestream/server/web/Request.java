package org.posestream.server.web;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posestream.server.access.Caller;

/**
 * What is asked of a route.
 *
 * @param method of HTTP, in capitals
 * @param path as it was sent, without the query
 * @param variables of the path by their names in the endpoint's template, decoded
 * @param query parameters by name, decoded, in the order given
 * @param headers by name in lower case; what came several times is joined by commas
 * @param body empty where there is none; not written to afterwards
 * @param caller who asks, as far as they have shown
 */
public record Request(String method, String path, Map<String, String> variables, Map<String, List<String>> query,
        Map<String, String> headers, byte[] body, Caller caller) {

    public Request {
        requireNonNull(method, "method is null");
        requireNonNull(path, "path is null");
        requireNonNull(body, "body is null");
        requireNonNull(caller, "caller is null");
        variables = Map.copyOf(variables);
        headers = Map.copyOf(headers);
    }

    /** One of somebody who has shown nothing. */
    public Request(String method, String path, Map<String, String> variables, Map<String, List<String>> query,
            Map<String, String> headers, byte[] body) {
        this(method, path, variables, query, headers, body, Caller.STRANGER);
    }

    /** One without headers and body. */
    public Request(String method, String path, Map<String, String> variables, Map<String, List<String>> query) {
        this(method, path, variables, query, Map.of(), new byte[0]);
    }

    /** The path's variable of that name, which the endpoint's template must have. */
    public String variable(String name) {
        return requireNonNull(variables.get(name), name);
    }

    /** The first value of a parameter of the query. */
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name)).map(values -> values.get(0));
    }

    /** The header of that name in lower case. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }
}
