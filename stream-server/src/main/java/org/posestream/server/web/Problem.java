package org.posestream.server.web;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Why a request is not fulfilled (RFC 9457).
 *
 * @param type an address that stands for the kind, or {@code about:blank} where the status says all
 * @param title one line for people, always the same for a type
 * @param status of HTTP
 * @param detail one line about this request, with the mend
 * @param errors each thing that is wrong with the body, where they can be told apart
 */
public record Problem(String type, String title, int status, String detail, List<Fault> errors) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * One thing that is wrong with a body.
     *
     * @param pointer to the value, as the fragment of an address (RFC 6901, 6), for example {@code #/device/size}
     * @param detail one line with the rule and the mend
     */
    public record Fault(String pointer, String detail) {
        public Fault {
            requireNonNull(pointer, "pointer is null");
            requireNonNull(detail, "detail is null");
        }
    }

    public Problem {
        requireNonNull(type, "type is null");
        requireNonNull(title, "title is null");
        requireNonNull(detail, "detail is null");
        errors = List.copyOf(errors);
    }

    /** One of which the status says all. */
    public static Problem of(int status, String detail) {
        return new Problem("about:blank", HttpResponseStatus.valueOf(status).reasonPhrase(), status, detail, List.of());
    }

    public static Problem of(ProblemType type, String detail) {
        return new Problem(type.path(), type.title(), type.status(), detail, List.of());
    }

    /** The same with what is wrong with the body. */
    public Problem with(List<Fault> faults) {
        return new Problem(type, title, status, detail, faults);
    }

    /** As an answer. */
    public Reply reply() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", type);
        members.put("title", title);
        members.put("status", status);
        members.put("detail", detail);
        if (!errors.isEmpty()) {
            members.put("errors", errors);
        }
        try {
            return new Reply(status, "application/problem+json", JSON.writeValueAsBytes(members));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
