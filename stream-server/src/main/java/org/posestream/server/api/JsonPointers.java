package org.posestream.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Places in a body (RFC 6901), as fragments of addresses. */
final class JsonPointers {

    private JsonPointers() {
    }

    /**
     * The place of a key whose sections stand before it, divided by dots; names may have dots too, so the body says
     * where one ends.
     */
    static String of(JsonNode body, String key) {
        if (key.isEmpty()) {
            return "";
        }
        for (Map.Entry<String, JsonNode> entry : body.properties()) {
            String name = entry.getKey();
            if (key.equals(name)) {
                return "/" + escaped(name);
            }
            if (key.startsWith(name + ".") && entry.getValue().isObject()) {
                return "/" + escaped(name) + of(entry.getValue(), key.substring(name.length() + 1));
            }
        }
        return "/" + escaped(key);
    }

    private static String escaped(String name) {
        return URLEncoder.encode(name.replace("~", "~0").replace("/", "~1"), StandardCharsets.UTF_8)
                .replace("+", "%20").replace("%7E", "~");
    }
}
