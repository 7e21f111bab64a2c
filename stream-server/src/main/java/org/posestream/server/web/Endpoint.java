package org.posestream.server.web;

import static java.util.Objects.requireNonNull;

import java.util.Set;
import org.posestream.server.access.Scope;

/**
 * A method of HTTP at a path, what it needs and what is answered.
 *
 * @param method in capitals; GET answers HEAD as well
 * @param template a path, of which {@code {name}} stands for one segment, for example {@code /v1/cameras/{name}}
 * @param scope what the sender must be allowed to
 * @param route what is answered
 */
public record Endpoint(String method, String template, Scope scope, Route route) {

    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");

    public Endpoint {
        requireNonNull(scope, "scope is null");
        requireNonNull(route, "route is null");
        if (!METHODS.contains(method)) {
            throw new IllegalArgumentException("method must be one of " + METHODS + ", but was " + method);
        }
        if (!template.startsWith("/")) {
            throw new IllegalArgumentException("template must begin with /, but was " + template);
        }
    }

    /** One to be read. */
    public static Endpoint get(String template, Scope scope, Route route) {
        return new Endpoint("GET", template, scope, route);
    }
}
