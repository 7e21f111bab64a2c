package org.posestream.server.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.posestream.evaluate.ClipTruth;

/**
 * The demo clip as a file, until this is closed: FFmpeg reads files, not resources of a jar.
 *
 * @param video the file
 */
record BundledClip(Path video) implements AutoCloseable {

    private static final String RESOURCE = "/org/posestream/models/demo.";

    static BundledClip copy() throws IOException {
        try (InputStream in = BundledClip.class.getResourceAsStream(RESOURCE + "mp4")) {
            Path copy = Files.createTempFile("posestream-demo", ".mp4");
            copy.toFile().deleteOnExit();
            Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
            return new BundledClip(copy);
        }
    }

    /** What is exactly known of it. */
    static ClipTruth truth() throws IOException {
        try (InputStream in = BundledClip.class.getResourceAsStream(RESOURCE + "json")) {
            return ClipTruth.read(in, "demo.json");
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(video);
    }
}
