package org.posestream.source;

import static java.util.Objects.requireNonNull;

/**
 * What a source really delivers, whatever was asked for.
 *
 * @param codec for example {@code h264}, {@code mjpeg} or {@code rawvideo}; empty when unknown
 * @param pixelFormat as decoded, for example {@code yuv420p}; empty when unknown
 * @param width pixels after rotation to upright; 0 when unknown
 * @param height pixels
 * @param framesPerSecond nominal, or 0 when unknown
 */
public record SourceFormat(String codec, String pixelFormat, int width, int height, double framesPerSecond) {

    /** Before the first frame. */
    public static final SourceFormat UNKNOWN = new SourceFormat("", "", 0, 0, 0);

    public SourceFormat {
        requireNonNull(codec, "codec is null");
        requireNonNull(pixelFormat, "pixelFormat is null");
    }
}
