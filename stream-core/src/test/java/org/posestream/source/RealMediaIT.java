package org.posestream.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.posestream.SharedMaterial;
import org.posestream.frame.FrameBuffer;

class RealMediaIT {

    @ParameterizedTest
    @CsvSource({
        "sports2d_demo.mp4, 230, 1768, 994, 30",
        "torinos_fitness_72468.mp4, 175, 1920, 1080, 25",
        "pose2sim_multi_cam01.mp4, 100, 1088, 1920, 60",
        "pose2sim_multi_cam02.mp4, 100, 1088, 1920, 60",
        "pose2sim_multi_cam03.mp4, 100, 1088, 1920, 60",
        "pose2sim_multi_cam04.mp4, 100, 1088, 1920, 60",
        "coral_squat.bmp, 1, 500, 610, 25"})
    void shouldDeliverEveryFrameInOrder(String name, int frames, int width, int height, double rate)
            throws SourceException {
        Path file = SharedMaterial.file("media/" + name);
        FrameBuffer buffer = new FrameBuffer(0);
        try (FrameSource source = FrameSources.open(file.toString(), SourceOptions.DEFAULT)) {
            assertEquals(rate, source.frameRate(), 0.05);
            long last = -1;
            for (int i = 0; i < frames; i++) {
                assertTrue(source.advance(), "frame " + i);
                assertTrue(source.captureNanos() > last, "times increase");
                last = source.captureNanos();
                source.copyTo(buffer);
                assertEquals(width + "x" + height, buffer.width() + "x" + buffer.height());
            }
            assertFalse(source.advance());
            assertEquals(frames, source.frameCount());
            assertEquals((frames - 1) / rate, last / 1e9, 0.05);
        }
    }
}
