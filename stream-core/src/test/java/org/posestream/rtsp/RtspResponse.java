package org.posestream.rtsp;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * The server's answer.
 *
 * @param status code and phrase, for example {@code 200 OK}
 */
record RtspResponse(String status, Map<String, String> headers, String body) {

    static RtspResponse of(String status) {
        return new RtspResponse(status, Map.of(), "");
    }

    static RtspResponse ok() {
        return of("200 OK");
    }

    /** The same with another header. */
    RtspResponse with(String name, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(name, value);
        return new RtspResponse(status, more, body);
    }

    /** The same with a body. */
    RtspResponse withBody(String type, String text) {
        RtspResponse typed = with("Content-Type", type).with("Content-Length", Integer.toString(text.length()));
        return new RtspResponse(status, typed.headers, text);
    }

    boolean isOk() {
        return status.equals("200 OK");
    }

    byte[] bytes() {
        StringBuilder text = new StringBuilder("RTSP/1.0 ").append(status).append("\r\n");
        headers.forEach((name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
        return text.append("\r\n").append(body).toString().getBytes(StandardCharsets.UTF_8);
    }
}
