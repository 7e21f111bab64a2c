package org.posestream.source;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.posestream.export.VideoEncoder;
import org.posestream.export.VideoFormat;
import org.posestream.frame.ColorMatrix;
import org.posestream.frame.FrameBuffer;

/** Small videos whose every pixel is known. */
final class TestVideos {

    private TestVideos() {
    }

    /** A buffer of this size, filled by {@link #fill}. */
    static FrameBuffer image(int width, int height, int seed) {
        FrameBuffer image = new FrameBuffer(0);
        image.resize(width, height, ColorMatrix.BT601_LIMITED);
        fill(image, seed);
        return image;
    }

    /** A pattern in which each byte tells its place: legal luma and chroma, different for every seed. */
    static void fill(FrameBuffer image, int seed) {
        ByteBuffer pixels = image.pixels();
        for (int i = 0; i < size(image); i++) {
            pixels.put(i, (byte) (16 + (i * 7 + i / 13 + seed * 29) % 220));
        }
    }

    static int size(FrameBuffer image) {
        return image.width() * image.height() + 2 * image.chromaWidth() * image.chromaHeight();
    }

    /** The planes as an array. */
    static byte[] bytes(FrameBuffer image) {
        byte[] bytes = new byte[size(image)];
        image.pixels().get(0, bytes);
        return bytes;
    }

    /** Writes frames {@code image(width, height, 0..)} without loss at 25 frames/s. */
    static Path lossless(Path file, int width, int height, String pixelFormat, int frames) throws Exception {
        long[] times = new long[frames];
        for (int i = 0; i < frames; i++) {
            times[i] = i * 40_000_000L;
        }
        String codec = height < 8 ? "rawvideo" : "ffv1";
        VideoFormat format = new VideoFormat(codec, pixelFormat, width, height, 25, 1_000_000,
                ColorMatrix.BT601_LIMITED);
        return write(file, format, times);
    }

    /** Writes bare JPEG images behind each other, without subsampling; two such files can be joined. */
    static Path motionJpeg(Path file, int width, int height, int frames) throws Exception {
        VideoFormat format = new VideoFormat("mjpeg", "yuvj444p", width, height, 25, 5_000_000,
                ColorMatrix.BT601_FULL);
        return write(file, format, new long[frames]);
    }

    /** Writes frames {@code image(width, height, 0..)} at these times. */
    static Path write(Path file, VideoFormat format, long... nanos) throws Exception {
        try (VideoEncoder encoder = VideoEncoder.open(file.toString(), format)) {
            for (int i = 0; i < nanos.length; i++) {
                encoder.write(image(format.width(), format.height(), i), nanos[i]);
            }
        }
        return file;
    }
}
