package org.posestream.server.web;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Finds the endpoint of a path: one without variables before one with them. */
final class EndpointTable {

    private final Map<List<String>, Resource> exact = new HashMap<>();
    private final Map<List<String>, Resource> templates = new LinkedHashMap<>();

    EndpointTable(Collection<Endpoint> endpoints) {
        for (Endpoint endpoint : endpoints) {
            Map<List<String>, Resource> among = endpoint.template().indexOf('{') < 0 ? exact : templates;
            List<String> segments = List.of(endpoint.template().split("/", -1));
            Resource resource = among.computeIfAbsent(segments, Resource::new);
            if (resource.byMethod.put(endpoint.method(), endpoint) != null) {
                throw new IllegalArgumentException(endpoint.method() + " " + endpoint.template() + " is there twice");
            }
        }
    }

    /**
     * What is there, with the path's variables.
     *
     * @param path its segments, the first of which is empty
     */
    Optional<Match> find(List<String> path) {
        Resource resource = exact.get(path);
        if (resource != null) {
            return Optional.of(new Match(resource.byMethod, Map.of()));
        }
        return templates.values().stream().map(each -> each.match(path)).flatMap(Optional::stream).findFirst();
    }

    /**
     * A path that was found.
     *
     * @param byMethod at least one endpoint
     * @param variables of the path by name; none is empty
     */
    record Match(Map<String, Endpoint> byMethod, Map<String, String> variables) {

        /** The endpoint for a method; none where {@link #allowed} lacks it. */
        Optional<Endpoint> endpoint(String method) {
            return Optional.ofNullable(byMethod.get(method.equals("HEAD") ? "GET" : method));
        }

        /** The methods for the header {@code Allow}. */
        String allowed() {
            String methods = String.join(", ", byMethod.keySet());
            return byMethod.containsKey("GET") ? methods + ", HEAD" : methods;
        }
    }

    /** All endpoints of one template. */
    private static final class Resource {
        private final Map<String, Endpoint> byMethod = new TreeMap<>();
        private final List<String> template;

        Resource(List<String> template) {
            this.template = template;
        }

        Optional<Match> match(List<String> path) {
            if (path.size() != template.size()) {
                return Optional.empty();
            }
            Map<String, String> variables = new HashMap<>();
            for (int i = 0; i < path.size(); i++) {
                String expected = template.get(i);
                String segment = path.get(i);
                if (expected.startsWith("{") && !segment.isEmpty()) {
                    variables.put(expected.substring(1, expected.length() - 1), segment);
                } else if (!expected.equals(segment)) {
                    return Optional.empty();
                }
            }
            return Optional.of(new Match(byMethod, variables));
        }
    }
}
