package org.posestream.server.web;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;

/**
 * What is answered to a request.
 *
 * @param status of HTTP, for example 200
 * @param contentType of the body
 * @param body not written to afterwards
 */
public record Reply(int status, String contentType, byte[] body) {

    private static final String TEXT = "text/plain; charset=utf-8";

    public Reply {
        requireNonNull(contentType, "contentType is null");
        requireNonNull(body, "body is null");
        if (status < 100 || status > 599) {
            throw new IllegalArgumentException("status must be between 100 and 599, but was " + status);
        }
    }

    /** One line for people; the line's end is added. */
    public static Reply line(int status, String line) {
        return new Reply(status, TEXT, (line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    public static Reply json(int status, byte[] utf8) {
        return new Reply(status, "application/json", utf8);
    }
}
