package org.posestream.rtsp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.posestream.export.VideoEncoder;
import org.posestream.export.VideoFormat;

/** Encodes clips whose every picture bears its number, with a key frame a second. */
public final class CountedClip {

    /** Pictures of a clip: numbers up to here fit eight bits, and ten seconds at 25 a second are whole. */
    public static final int PICTURES = 250;

    private static final int BITS_PER_SECOND = 1_500_000;

    private CountedClip() {
    }

    /**
     * A clip of {@value #PICTURES} pictures.
     *
     * @param width pixels, a multiple of 16
     * @param framesPerSecond a divisor of {@value #PICTURES}, so that the last second is whole
     */
    public static H264Clip encode(int width, int height, int framesPerSecond) throws IOException {
        Path file = Files.createTempFile("counted", ".h264");
        try {
            write(file, width, height, framesPerSecond);
            return H264Clip.parse(Files.readAllBytes(file), framesPerSecond);
        } finally {
            Files.delete(file);
        }
    }

    /** Writes the clip as a byte stream. */
    static void write(Path file, int width, int height, int framesPerSecond) throws IOException {
        // The encoder puts a key frame every two seconds; for one a second it is told half the rate.
        VideoFormat format = VideoFormat.h264(width, height, framesPerSecond / 2.0, BITS_PER_SECOND);
        try (VideoEncoder encoder = VideoEncoder.open(file.toString(), format)) {
            for (int number = 0; number < PICTURES; number++) {
                encoder.write(CountedPicture.paint(width, height, number), number * 2_000_000_000L / framesPerSecond);
            }
        }
    }
}
