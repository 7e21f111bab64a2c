package org.posestream.server.web;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * What is answered to a request.
 *
 * @param status of HTTP, for example 200
 * @param contentType of the body
 * @param body not written to afterwards
 * @param headers more of them, by name
 */
public record Reply(int status, String contentType, byte[] body, Map<String, String> headers) implements Answer {

    private static final String TEXT = "text/plain; charset=utf-8";

    public Reply {
        requireNonNull(contentType, "contentType is null");
        requireNonNull(body, "body is null");
        headers = Map.copyOf(headers);
        if (status < 100 || status > 599) {
            throw new IllegalArgumentException("status must be between 100 and 599, but was " + status);
        }
    }

    /** One without more headers. */
    public Reply(int status, String contentType, byte[] body) {
        this(status, contentType, body, Map.of());
    }

    /** One line for people; the line's end is added. */
    public static Reply line(int status, String line) {
        return new Reply(status, TEXT, (line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** One without a body. */
    public static Reply noContent() {
        return new Reply(204, TEXT, new byte[0]);
    }

    public static Reply json(int status, byte[] utf8) {
        return new Reply(status, "application/json", utf8);
    }

    /** The same with a header more. */
    public Reply with(String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name, value);
        return new Reply(status, contentType, body, more);
    }
}
