package org.posestream.server.preview;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A client of {@code preview.mjpg} that holds the server to the form of every part. Asks by HTTP/1.0, so no chunks. */
public final class MultipartReader implements AutoCloseable {

    private final Socket socket;
    private final InputStream in;
    private final Map<String, String> answer;
    private final String boundary;
    private Map<String, String> head = Map.of();

    private MultipartReader(Socket socket) throws IOException {
        this.socket = socket;
        in = new BufferedInputStream(socket.getInputStream());
        String status = line();
        if (!status.equals("HTTP/1.1 200 OK")) {
            throw new IOException(status);
        }
        answer = headers();
        boundary = "--" + contentType().replaceFirst(".*boundary=", "");
        require(boundary, line());
    }

    public static MultipartReader open(int port, String path) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.getOutputStream().write(("GET " + path + " HTTP/1.0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        return new MultipartReader(socket);
    }

    String contentType() {
        return answer.get("content-type");
    }

    /** Whether there is something to be read now. */
    boolean available() throws IOException {
        return in.available() > 0;
    }

    /** The file of the next part, its boundary read as well. */
    public byte[] next() throws IOException {
        head = headers();
        require("image/jpeg", head.get("content-type"));
        int length = Integer.parseInt(head.get("content-length"));
        byte[] file = in.readNBytes(length);
        if (file.length < length) {
            throw new EOFException("a part ends early");
        }
        require("", line());
        require(boundary, line());
        return file;
    }

    /** When the picture read last was taken, seconds since 1970. */
    double timestamp() {
        return Double.parseDouble(head.get("x-timestamp"));
    }

    /** Reads until the server ends the connection. */
    public void skipToEnd() throws IOException {
        in.readAllBytes();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private Map<String, String> headers() throws IOException {
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(": ");
            headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 2));
        }
        return headers;
    }

    /** Without its end, which is CR LF. */
    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\r'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the answer ends in the line '" + line + "'");
            }
            line.write(next);
        }
        require("\n", Character.toString(in.read()));
        return line.toString(StandardCharsets.US_ASCII);
    }

    private static void require(String expected, String seen) throws IOException {
        if (!expected.equals(seen)) {
            throw new IOException("'" + seen + "' instead of '" + expected + "'");
        }
    }
}
