package org.posestream.server.command;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.posestream.export.VideoEncoder;
import org.posestream.export.VideoFormat;
import org.posestream.frame.ColorMatrix;
import org.posestream.frame.FrameBuffer;

/** Small videos of noise: a bright one shows somebody to the {@link TinyNetworks}, a dark one nobody. */
final class TinyVideos {

    static final int WIDTH = 160;
    static final int HEIGHT = 120;
    private static final long INTERVAL_NANOS = 33_333_333;

    private TinyVideos() {
    }

    /** H.264. */
    static Path bright(Path file, int frames) throws IOException {
        return write(file, VideoFormat.h264(WIDTH, HEIGHT, 30, 300_000), 170, frames);
    }

    /** H.264. */
    static Path dark(Path file, int frames) throws IOException {
        return write(file, VideoFormat.h264(WIDTH, HEIGHT, 30, 300_000), 30, frames);
    }

    /** Bright, FFV1 in this pixel format. */
    static Path lossless(Path file, String pixelFormat, int width, int height, int frames) throws IOException {
        return write(file, new VideoFormat("ffv1", pixelFormat, width, height, 30, 300_000,
                ColorMatrix.BT601_LIMITED), 170, frames);
    }

    /** A frame of noise around this luma. */
    static FrameBuffer image(int width, int height, int luma, Random random) {
        FrameBuffer image = new FrameBuffer(0);
        image.resize(width, height, ColorMatrix.BT601_LIMITED);
        for (int i = 0; i < image.planeOffset(2) + image.chromaWidth() * image.chromaHeight(); i++) {
            image.pixels().put(i, (byte) (i < image.planeOffset(1) ? luma - 10 + random.nextInt(21) : 128));
        }
        return image;
    }

    /** Moves an MP4's index before its pictures, as web servers like it; then it can be cut and still be opened. */
    static byte[] indexFirst(byte[] mp4) {
        int index = box(mp4, "moov");
        int pictures = box(mp4, "mdat");
        byte[] moov = Arrays.copyOfRange(mp4, index, index + ByteBuffer.wrap(mp4).getInt(index));
        ByteBuffer view = ByteBuffer.wrap(moov);
        int chunks = new String(moov, StandardCharsets.ISO_8859_1).indexOf("stco") + 8;
        for (int i = 0; i < view.getInt(chunks); i++) {
            int at = chunks + 4 + 4 * i;
            view.putInt(at, view.getInt(at) + moov.length);
        }
        ByteBuffer moved = ByteBuffer.allocate(mp4.length);
        moved.put(mp4, 0, pictures).put(moov).put(mp4, pictures, index - pictures);
        return moved.put(mp4, index + moov.length, mp4.length - index - moov.length).array();
    }

    private static int box(byte[] mp4, String type) {
        ByteBuffer view = ByteBuffer.wrap(mp4);
        int at = 0;
        while (!new String(mp4, at + 4, 4, StandardCharsets.ISO_8859_1).equals(type)) {
            at += view.getInt(at);
        }
        return at;
    }

    private static Path write(Path file, VideoFormat format, int luma, int frames) throws IOException {
        Random random = new Random(7);
        try (VideoEncoder encoder = VideoEncoder.open(file.toString(), format)) {
            for (int i = 0; i < frames; i++) {
                encoder.write(image(format.width(), format.height(), luma, random), i * INTERVAL_NANOS);
            }
        }
        return file;
    }
}
