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

    private final Map<String, Resource> exact = new HashMap<>();
    private final Map<String, Resource> templates = new LinkedHashMap<>();

    EndpointTable(Collection<Endpoint> endpoints) {
        for (Endpoint endpoint : endpoints) {
            Map<String, Resource> among = endpoint.template().indexOf('{') < 0 ? exact : templates;
            Resource resource = among.computeIfAbsent(endpoint.template(), Resource::new);
            if (resource.byMethod.put(endpoint.method(), endpoint) != null) {
                throw new IllegalArgumentException(endpoint.method() + " " + endpoint.template() + " is there twice");
            }
        }
    }

    /** What is there, with the path's variables. */
    Optional<Match> find(String path) {
        Resource resource = exact.get(path);
        if (resource != null) {
            return Optional.of(new Match(resource.byMethod, Map.of()));
        }
        String[] segments = path.split("/", -1);
        return templates.values().stream().map(each -> each.match(segments)).flatMap(Optional::stream).findFirst();
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
        private final List<String> segments;

        Resource(String template) {
            segments = List.of(template.split("/", -1));
        }

        Optional<Match> match(String[] path) {
            if (path.length != segments.size()) {
                return Optional.empty();
            }
            Map<String, String> variables = new HashMap<>();
            for (int i = 0; i < path.length; i++) {
                String segment = segments.get(i);
                if (segment.startsWith("{") && !path[i].isEmpty()) {
                    variables.put(segment.substring(1, segment.length() - 1), path[i]);
                } else if (!segment.equals(path[i])) {
                    return Optional.empty();
                }
            }
            return Optional.of(new Match(byMethod, variables));
        }
    }
}
