package org.posestream.inference;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Where a network's bytes are, and which bytes they must be.
 *
 * @param name file name, for messages
 * @param location a file or a resource
 * @param sha256 64 lower-case hexadecimal digits
 * @param bytes size
 */
public record ModelFile(String name, URL location, String sha256, long bytes) {

    /**
     * The network, proven to be the one that the card describes.
     *
     * @throws ModelException if the file is missing, of another size or of another content
     */
    public byte[] read() {
        byte[] network = readUnchecked();
        if (network.length != bytes) {
            throw new ModelException(name + " has " + network.length + " bytes, but its card says " + bytes
                    + "; fetch the file again (" + location + ")");
        }
        String actual = sha256Of(network);
        if (!actual.equals(sha256)) {
            throw new ModelException(name + " has sha256 " + actual + ", but its card says " + sha256
                    + "; fetch the file again or correct the card (" + location + ")");
        }
        return network;
    }

    private byte[] readUnchecked() {
        try (InputStream stream = location.openStream()) {
            return stream.readAllBytes();
        } catch (FileNotFoundException | NoSuchFileException e) {
            throw new ModelException(name + " is missing; put it beside its card (" + location + ")", e);
        } catch (IOException e) {
            throw new ModelException(name + " cannot be read: " + e.getMessage() + " (" + location + ")", e);
        }
    }

    static String sha256Of(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
