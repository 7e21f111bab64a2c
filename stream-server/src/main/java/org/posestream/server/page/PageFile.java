package org.posestream.server.page;

import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.posestream.server.access.Scope;
import org.posestream.server.web.Endpoint;
import org.posestream.server.web.Reply;
import org.posestream.server.web.Request;
import org.posestream.server.web.Route;

/**
 * A file of the class path that is served.
 *
 * @param path where it is served
 * @param resource its name beside this class
 * @param contentType of what is served
 * @param replacements texts of it, each there once, by what is served in their place
 */
record PageFile(String path, String resource, String contentType, Map<String, String> replacements) {

    static PageFile of(String path, String resource, String contentType) {
        return new PageFile(path, resource, contentType, Map.of());
    }

    PageFile replacing(Map<String, String> texts) {
        return new PageFile(path, resource, contentType, texts);
    }

    /**
     * Reads the file once and serves it ever after. Browsers keep it and ask each time whether it is still the same, so
     * that nobody sees half of an old page after an update.
     */
    Endpoint endpoint() {
        Reply plain = reply();
        Reply packed = new Reply(200, contentType, gzip(plain.body()), plain.headers())
                .with("Content-Encoding", "gzip");
        Reply unchanged = new Reply(304, contentType, new byte[0], plain.headers());
        String tag = plain.headers().get("ETag");
        return Endpoint.get(path, Scope.NONE, Route.of(request -> {
            if (request.header("if-none-match").filter(tags -> tags.contains(tag)).isPresent()) {
                return unchanged;
            }
            return takesGzip(request) ? packed : plain;
        }));
    }

    Reply reply() {
        byte[] bytes = replaced(read());
        // Weak, since it stands for the packed form as well.
        return new Reply(200, contentType, bytes).with("Cache-Control", "no-cache")
                .with("ETag", "W/\"" + digest(bytes) + '"').with("Vary", "Accept-Encoding");
    }

    private static boolean takesGzip(Request request) {
        return request.header("accept-encoding").filter(encodings -> encodings.matches("(.*[ ,])?gzip([ ,].*)?"))
                .isPresent();
    }

    private byte[] read() {
        try (InputStream in = PageFile.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new FileNotFoundException("the program lacks its file " + resource);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] replaced(byte[] bytes) {
        if (replacements.isEmpty()) {
            return bytes;
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        for (Map.Entry<String, String> each : replacements.entrySet()) {
            int first = text.indexOf(each.getKey());
            if (first < 0 || first != text.lastIndexOf(each.getKey())) {
                throw new IllegalStateException(resource + " should have \"" + each.getKey() + "\" once");
            }
            text = text.replace(each.getKey(), each.getValue());
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream(bytes.length / 3);
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private static String digest(byte[] bytes) {
        try {
            byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(sha256, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
