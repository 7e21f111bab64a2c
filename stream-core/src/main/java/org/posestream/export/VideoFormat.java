package org.posestream.export;

import org.posestream.frame.ColorMatrix;
import org.posestream.frame.Ffmpeg;

/**
 * How a video is encoded.
 *
 * @param codec FFmpeg's name of the encoder, for example {@code libopenh264}
 * @param pixelFormat FFmpeg's name of the encoder's pixel format, for example {@code yuv420p}
 * @param width of the frames that will be written, pixels
 * @param height of the frames that will be written, pixels
 * @param frameRate nominal frames a second; the frames' own times decide
 * @param bitRate bits a second
 * @param color how the pixels become colours
 */
public record VideoFormat(String codec, String pixelFormat, int width, int height, double frameRate, long bitRate,
        ColorMatrix color) {

    public VideoFormat {
        if (width < 1 || height < 1 || !(frameRate > 0) || bitRate < 1) {
            throw new IllegalArgumentException("a video needs a size, a frame rate and a bit rate above 0, but has "
                    + width + "x" + height + ", " + frameRate + " frames/s, " + bitRate + " bits/s");
        }
    }

    /** H.264 in limited range, BT.709 or BT.601 by its height. */
    public static VideoFormat h264(int width, int height, double frameRate, long bitRate) {
        return new VideoFormat("libopenh264", "yuv420p", width, height, frameRate, bitRate,
                Ffmpeg.defaultColor(height, false));
    }

    /** The same with another colour matrix. */
    public VideoFormat withColor(ColorMatrix newColor) {
        return new VideoFormat(codec, pixelFormat, width, height, frameRate, bitRate, newColor);
    }
}
