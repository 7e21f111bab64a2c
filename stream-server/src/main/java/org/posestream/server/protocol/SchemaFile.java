package org.posestream.server.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The files that describe the messages to programs, as they lie in the jar and in {@code docs/protocol}. */
public enum SchemaFile {
    /** Protocol Buffers, both directions. */
    PROTO("posestream.proto", "text/plain; charset=utf-8"),
    /** JSON Schema of what the server says. */
    SERVER("posestream-server.schema.json", "application/schema+json"),
    /** JSON Schema of what clients say. */
    CLIENT("posestream-client.schema.json", "application/schema+json");

    private static final String FOLDER = "/org/posestream/protocol/";

    private final String fileName;
    private final String contentType;

    SchemaFile(String fileName, String contentType) {
        this.fileName = fileName;
        this.contentType = contentType;
    }

    public String fileName() {
        return fileName;
    }

    /** For HTTP. */
    public String contentType() {
        return contentType;
    }

    /** What is in it, in UTF-8. */
    public byte[] read() {
        try (InputStream in = SchemaFile.class.getResourceAsStream(FOLDER + fileName)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + fileName + " in the program's own jar", e);
        }
    }
}
