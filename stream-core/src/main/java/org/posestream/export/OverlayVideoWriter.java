package org.posestream.export;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.posestream.frame.FrameBuffer;
import org.posestream.pose.PoseFrame;

/**
 * Writes the video with the skeletons drawn on it, as MP4; times are kept as captured. The first frame decides the
 * size: later ones of another size are cut or padded with black at the right and the bottom.
 */
public final class OverlayVideoWriter implements PoseWriter {

    /** Enough for film and thin lines: 2.8 Mbit/s at 1280x720 and 30 frames/s. */
    private static final double BITS_PER_PIXEL = 0.1;
    private static final long LEAST_BIT_RATE = 300_000;

    /** Encoders refuse images smaller than one macroblock. */
    private static final int LEAST_SIZE = 16;

    /** For sources that do not know their rate; the frames' own times decide in any case. */
    private static final double ASSUMED_FRAME_RATE = 30;

    private final PartFile file;
    private final double frameRate;
    private final FrameBuffer canvas = new FrameBuffer(0);
    private VideoEncoder encoder;
    private long firstNanos;

    private OverlayVideoWriter(PartFile file, double frameRate) {
        this.file = file;
        this.frameRate = frameRate > 0 ? frameRate : ASSUMED_FRAME_RATE;
    }

    /**
     * @param path ends in {@code .mp4}
     * @param frameRate nominal, frames a second; 0 when unknown
     * @throws IOException in one line, when the file cannot be written
     */
    public static OverlayVideoWriter open(Path path, double frameRate) throws IOException {
        PartFile file = new PartFile(path);
        try {
            Files.newOutputStream(file.part()).close();
        } catch (IOException e) {
            throw file.cannotWrite(e);
        }
        return new OverlayVideoWriter(file, frameRate);
    }

    @Override
    public void write(PoseFrame frame, FrameBuffer pixels) throws IOException {
        if (encoder == null) {
            start(frame, pixels);
        }
        copy(pixels);
        SkeletonPainter.draw(frame, canvas);
        encoder.write(canvas, frame.captureNanos() - firstNanos);
    }

    /** Completes the video; without a single frame there is none, and nothing is left. */
    @Override
    public void finish() throws IOException {
        if (encoder == null) {
            Files.deleteIfExists(file.part());
            return;
        }
        close();
        file.complete();
    }

    @Override
    public void close() throws IOException {
        if (encoder != null) {
            encoder.close();
        }
    }

    private void start(PoseFrame frame, FrameBuffer pixels) throws IOException {
        int width = Math.max(LEAST_SIZE, pixels.width());
        int height = Math.max(LEAST_SIZE, pixels.height());
        long bitRate = Math.max(LEAST_BIT_RATE, Math.round(BITS_PER_PIXEL * width * height * frameRate));
        canvas.resize(width, height, pixels.color());
        encoder = VideoEncoder.open(file.part().toString(),
                VideoFormat.h264(width, height, frameRate, bitRate).withColor(pixels.color()));
        firstNanos = frame.captureNanos();
    }

    /** The lent pixels are read only; drawing happens on a copy. */
    private void copy(FrameBuffer pixels) {
        if (pixels.width() == canvas.width() && pixels.height() == canvas.height()) {
            canvas.copyFrom(pixels);
            return;
        }
        for (int plane = 0; plane < 3; plane++) {
            copyPlane(pixels, plane);
        }
    }

    private void copyPlane(FrameBuffer pixels, int plane) {
        int fromWidth = pixels.planeWidth(plane);
        int fromHeight = pixels.planeHeight(plane);
        int width = canvas.planeWidth(plane);
        ByteBuffer to = canvas.pixels();
        byte black = (byte) (plane == 0 ? canvas.color().lumaOffset() : 128);
        int copied = Math.min(fromWidth, width);
        for (int y = 0; y < canvas.planeHeight(plane); y++) {
            int row = canvas.planeOffset(plane) + y * width;
            int kept = y < fromHeight ? copied : 0;
            to.put(row, pixels.pixels(), pixels.planeOffset(plane) + Math.min(y, fromHeight - 1) * fromWidth, kept);
            for (int x = kept; x < width; x++) {
                to.put(row + x, black);
            }
        }
    }
}
