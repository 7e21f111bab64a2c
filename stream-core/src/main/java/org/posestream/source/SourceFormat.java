package org.posestream.source;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a source really delivers, whatever was asked for; or what is asked for.
 *
 * @param codec for example {@code h264}, {@code mjpeg} or {@code rawvideo}; empty when unknown
 * @param pixelFormat as decoded, for example {@code yuv420p}; empty when unknown
 * @param width pixels after rotation to upright; 0 when unknown
 * @param height pixels; 0 when unknown
 * @param framesPerSecond as the stream says; of a live one as measured where that is something else; 0 when unknown
 */
public record SourceFormat(String codec, String pixelFormat, int width, int height, double framesPerSecond) {

    /** Frames a second; what claims more says nothing. */
    static final double LARGEST_RATE = 1000;

    /** Before the first frame. */
    public static final SourceFormat UNKNOWN = new SourceFormat("", "", 0, 0, 0);

    public SourceFormat {
        requireNonNull(codec, "codec is null");
        requireNonNull(pixelFormat, "pixelFormat is null");
        if (width < 0 || height < 0 || (width == 0) != (height == 0)) {
            throw new IllegalArgumentException(
                    "width and height must both be above 0, or both 0, but were " + width + "x" + height);
        }
        if (!(framesPerSecond >= 0 && framesPerSecond <= LARGEST_RATE)) {
            throw new IllegalArgumentException(
                    "framesPerSecond must be between 0 and 1000, but was " + framesPerSecond);
        }
    }

    /** The same at another rate. */
    SourceFormat withFramesPerSecond(double rate) {
        return new SourceFormat(codec, pixelFormat, width, height, rate);
    }

    /** Whether everything that was asked for was got. Devices take a codec's name and a pixel format's alike. */
    boolean satisfies(SourceFormat asked) {
        return isOneOfMine(asked.codec()) && isOneOfMine(asked.pixelFormat())
                && (asked.width == 0 || (asked.width == width && asked.height == height))
                && (asked.framesPerSecond == 0 || framesPerSecond == 0
                        || Math.abs(framesPerSecond - asked.framesPerSecond) < 0.05 * asked.framesPerSecond);
    }

    private boolean isOneOfMine(String name) {
        return name.isEmpty() || name.equals(codec) || name.equals(pixelFormat);
    }

    /** In words, for example {@code h264 yuv420p 1280x720 25 frames/s}; what is unknown is left out. */
    @Override
    public String toString() {
        String rate = BigDecimal.valueOf(Math.round(framesPerSecond * 100), 2).stripTrailingZeros().toPlainString();
        return Stream.of(codec, pixelFormat, width > 0 ? width + "x" + height : "",
                framesPerSecond > 0 ? rate + " frames/s" : "")
                .filter(part -> !part.isEmpty()).collect(Collectors.joining(" "));
    }
}
