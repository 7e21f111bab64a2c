package org.posestream.source;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * What a user writes for a source, understood.
 *
 * @param text as written, without blanks around it
 * @param kind what it names
 * @param url what FFmpeg opens
 * @param inputFormat FFmpeg's demuxer or device, or empty to let it find out
 */
public record SourceAddress(String text, Kind kind, String url, Optional<String> inputFormat) {

    private static final Set<String> WEB = Set.of("http", "https");

    /** The kinds of sources. */
    public enum Kind {
        /** A video or image file. */
        FILE,
        /** A folder of images. */
        FOLDER,
        /** A web address: a file, or a stream when it has neither length nor duration. */
        WEB,
        /** A live network stream: rtsp, rtmp, udp, srt … */
        STREAM,
        /** A camera of this machine. */
        DEVICE,
        /** An FFmpeg filter graph that makes pictures. */
        GRAPH
    }

    public SourceAddress {
        requireNonNull(text, "text is null");
        requireNonNull(url, "url is null");
    }

    /**
     * Understands {@code /dev/video0} and {@code /dev/v4l/by-id/…} (Linux), {@code dshow:NAME} or {@code video=NAME}
     * (Windows), {@code avfoundation:N} (macOS), {@code device:FORMAT:NAME} for any other device of FFmpeg,
     * {@code lavfi:GRAPH}, {@code scheme://…}, and paths of files and folders. A graph is read like a file; as
     * {@code device:lavfi:GRAPH,realtime} it is a live camera.
     *
     * <p>Blanks around it do not count, except in a path.
     *
     * @throws MissingFileException when it names a file that is not there, or that cannot be read as it is now
     * @throws SourceException when it can be none of these, whatever may come
     */
    public static SourceAddress parse(String written) throws SourceException {
        String text = written.strip();
        if (text.isEmpty()) {
            throw new SourceException("no source was named; give a file, a folder or an address");
        }
        if (text.startsWith("/dev/video") || text.startsWith("/dev/v4l/")) {
            return device(text, text, "v4l2");
        }
        if (text.startsWith("dshow:") || text.startsWith("video=")) {
            return device(text, "video=" + text.substring(6), "dshow");
        }
        if (text.startsWith("avfoundation:")) {
            return device(text, text.substring("avfoundation:".length()), "avfoundation");
        }
        if (text.startsWith("device:")) {
            String[] parts = text.split(":", 3);
            if (parts.length < 3 || parts[1].isEmpty() || parts[2].isEmpty()) {
                throw new SourceException("'" + Redaction.of(text) + "' names no device; write device:FORMAT:NAME");
            }
            return device(text, parts[2], parts[1]);
        }
        if (text.startsWith("lavfi:")) {
            return new SourceAddress(text, Kind.GRAPH, text.substring("lavfi:".length()), Optional.of("lavfi"));
        }
        int colon = text.indexOf("://");
        if (colon > 0 && !text.startsWith("file:")) {
            String url = NetworkAddress.check(text);
            boolean web = WEB.contains(url.substring(0, colon));
            return new SourceAddress(text, web ? Kind.WEB : Kind.STREAM, url, Optional.empty());
        }
        NetworkAddress.requireNoScheme(text);
        return path(text.startsWith("file:") ? text : written);
    }

    /** Whether bytes come over a network, and may therefore stay away. */
    boolean isNetwork() {
        return kind == Kind.WEB || kind == Kind.STREAM;
    }

    /** The host of a network address, without brackets; empty where there is none. */
    String host() {
        return NetworkAddress.host(url);
    }

    /** The address without credentials, for messages; see {@link Redaction}. */
    @Override
    public String toString() {
        return Redaction.of(text);
    }

    private static SourceAddress device(String text, String url, String format) {
        return new SourceAddress(text, Kind.DEVICE, url, Optional.of(format));
    }

    private static SourceAddress path(String text) throws SourceException {
        String shown = Redaction.of(text);
        Path path = toPath(text);
        if (!Files.exists(path)) {
            throw new MissingFileException("there is no file '" + shown + "'; give the path of a video, an image or"
                    + " a folder of images, or an address such as rtsp://host/path or /dev/video0");
        }
        if (!Files.isReadable(path)) {
            throw new MissingFileException("'" + shown + "' may not be read; give yourself the right to read it");
        }
        if (Files.isRegularFile(path) && path.toFile().length() == 0) {
            throw new MissingFileException("'" + shown + "' is empty (0 bytes); give a video or an image");
        }
        // The prefix keeps FFmpeg from taking a colon in the name for a protocol.
        return new SourceAddress(text, Files.isDirectory(path) ? Kind.FOLDER : Kind.FILE, "file:" + path,
                Optional.empty());
    }

    private static Path toPath(String text) throws SourceException {
        try {
            return text.startsWith("file://") ? Path.of(URI.create(text)) : Path.of(text);
        } catch (IllegalArgumentException e) {
            // Its message would repeat the text as it is.
            throw new SourceException("'" + Redaction.of(text) + "' is not a path; give the path of a video, an image"
                    + " or a folder of images");
        }
    }
}
