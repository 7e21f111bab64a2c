package org.posestream.rtsp;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * A request of a client; its body is left out.
 *
 * @param headers by name; names are the same in upper and lower case
 */
record RtspRequest(String method, String uri, Map<String, String> headers) {

    private static final int LARGEST_LINE = 8192;

    /**
     * Reads the next one; packets in between (RTCP of the receiver) are skipped.
     *
     * @throws EOFException when the client has closed the connection
     * @throws IOException when it does not speak RTSP
     */
    static RtspRequest read(InputStream in) throws IOException {
        int first = in.read();
        while (first == '$') {
            in.skipNBytes(1);
            in.skipNBytes(in.read() << 8 | in.read());
            first = in.read();
        }
        if (first < 0) {
            throw new EOFException("the client left");
        }
        String[] parts = ((char) first + line(in)).split(" ");
        if (parts.length != 3) {
            throw new IOException("no request: " + String.join(" ", parts));
        }
        RtspRequest request = new RtspRequest(parts[0], parts[1], headers(in));
        in.skipNBytes(Long.parseLong(request.headers.getOrDefault("Content-Length", "0")));
        return request;
    }

    /** The value of a header, or an empty text. */
    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    private static Map<String, String> headers(InputStream in) throws IOException {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, Math.max(0, colon)), line.substring(colon + 1).strip());
        }
        return headers;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0 || line.length() > LARGEST_LINE) {
                throw new EOFException("a line without an end");
            }
            line.append((char) next);
        }
        return new String(line.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8).strip();
    }
}
