package org.posestream.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.posestream.frame.ColorMatrix;
import org.posestream.frame.FrameBuffer;
import org.posestream.pose.BoundingBox;
import org.posestream.pose.Keypoint2D;
import org.posestream.pose.PersonPose;
import org.posestream.pose.PoseFrame;
import org.posestream.pose.SkeletonTopology;
import org.posestream.source.FrameSource;
import org.posestream.source.FrameSources;
import org.posestream.source.SourceOptions;

class OverlayVideoWriterTest {

    @TempDir
    private Path folder;

    @Test
    void shouldDrawTheSkeletonAndKeepTheTimes() throws Exception {
        Path file = folder.resolve("overlay.mp4");
        FrameBuffer image = grey(320, 240);
        long[] times = {5_000_000_000L, 5_040_000_000L, 5_500_000_000L};
        try (OverlayVideoWriter writer = OverlayVideoWriter.open(file, 25)) {
            for (int i = 0; i < 3; i++) {
                writer.write(new PoseFrame("a", i, times[i], 320, 240, List.of(), List.of(person(1))), image);
            }
            assertFalse(Files.exists(file), "not under its final name before it is complete");
            writer.finish();
        }
        assertFalse(Files.exists(folder.resolve("overlay.mp4.part")));
        FrameBuffer read = new FrameBuffer(0);
        List<Long> seen = new ArrayList<>();
        try (FrameSource source = FrameSources.open(file.toString(), SourceOptions.DEFAULT)) {
            while (source.advance()) {
                seen.add(source.captureNanos());
                source.copyTo(read);
                assertEquals(100, luma(read, 20, 200), 8, "grey beside the person");
                int cb = read.pixels().get(read.planeOffset(1) + 30 * 160 + 80) & 255;
                assertTrue(cb > 145, "person 1 is drawn in blue, but Cb is " + cb);
            }
        }
        assertEquals(List.of(0L, 40_000_000L, 500_000_000L), seen);
    }

    @Test
    void shouldNotTouchTheLentPixels() throws IOException {
        FrameBuffer image = grey(64, 64);
        byte[] before = bytes(image);
        try (OverlayVideoWriter writer = OverlayVideoWriter.open(folder.resolve("overlay.mp4"), 25)) {
            writer.write(new PoseFrame("a", 0, 0, 64, 64, List.of(), List.of(person(7))), image);
            writer.finish();
        }
        assertArrayEquals(before, bytes(image));
    }

    @ParameterizedTest
    @CsvSource({"321,241,320,240", "1,1,16,16", "7680,4320,7680,4320"})
    void shouldWriteOddTinyAndHugeImages(int width, int height, int encodedWidth, int encodedHeight)
            throws Exception {
        Path file = folder.resolve("overlay.mp4");
        try (OverlayVideoWriter writer = OverlayVideoWriter.open(file, 25)) {
            writer.write(new PoseFrame("a", 0, 0, width, height, List.of(), List.of()), grey(width, height));
            writer.finish();
        }
        FrameBuffer read = new FrameBuffer(0);
        try (FrameSource source = FrameSources.open(file.toString(), SourceOptions.DEFAULT)) {
            assertTrue(source.advance());
            source.copyTo(read);
            assertEquals(encodedWidth, read.width());
            assertEquals(encodedHeight, read.height());
            assertEquals(100, luma(read, 0, 0), 10);
        }
    }

    @Test
    void shouldPadFramesThatGetSmaller() throws Exception {
        Path file = folder.resolve("overlay.mp4");
        try (OverlayVideoWriter writer = OverlayVideoWriter.open(file, 25)) {
            writer.write(new PoseFrame("a", 0, 0, 64, 64, List.of(), List.of()), grey(64, 64));
            writer.write(new PoseFrame("a", 1, 40_000_000, 32, 48, List.of(), List.of()), grey(32, 48));
            writer.write(new PoseFrame("a", 2, 80_000_000, 96, 96, List.of(), List.of()), grey(96, 96));
            writer.finish();
        }
        FrameBuffer read = new FrameBuffer(0);
        try (FrameSource source = FrameSources.open(file.toString(), SourceOptions.DEFAULT)) {
            assertTrue(source.advance() && source.advance());
            source.copyTo(read);
            assertEquals(100, luma(read, 16, 24), 10);
            assertEquals(16, luma(read, 56, 24), 10);
            assertEquals(16, luma(read, 16, 60), 10);
            assertTrue(source.advance());
            source.copyTo(read);
            assertEquals(100, luma(read, 56, 60), 10);
        }
    }

    @Test
    void shouldLeaveNothingWithoutAFrame() throws IOException {
        try (OverlayVideoWriter writer = OverlayVideoWriter.open(folder.resolve("overlay.mp4"), 25)) {
            writer.finish();
        }
        try (var files = Files.list(folder)) {
            assertEquals(0, files.count());
        }
    }

    @Test
    void shouldNameTheFolderThatIsMissing() {
        Path file = folder.resolve("missing").resolve("overlay.mp4");
        IOException e = assertThrows(IOException.class, () -> OverlayVideoWriter.open(file, 25));
        assertEquals("cannot write '" + file + "': the folder does not exist; give a folder that can be written",
                e.getMessage());
    }

    private static PersonPose person(long id) {
        List<Keypoint2D> joints = new ArrayList<>();
        for (int k = 0; k < 17; k++) {
            joints.add(new Keypoint2D(160 + (k == 0 ? 0 : (k % 2 == 0 ? -20 : 20)), 60 + 8 * k, 0.9f));
        }
        return new PersonPose(id, 0.9f, new BoundingBox(120, 40, 80, 160), SkeletonTopology.COCO_17, joints, null,
                List.of());
    }

    private static FrameBuffer grey(int width, int height) {
        FrameBuffer image = new FrameBuffer(0);
        image.resize(width, height, ColorMatrix.BT601_LIMITED);
        for (int i = 0; i < image.pixels().capacity(); i++) {
            image.pixels().put(i, (byte) (i < image.planeOffset(1) ? 100 : 128));
        }
        return image;
    }

    private static byte[] bytes(FrameBuffer image) {
        byte[] bytes = new byte[image.pixels().capacity()];
        image.pixels().get(0, bytes);
        return bytes;
    }

    private static int luma(FrameBuffer image, int x, int y) {
        return image.pixels().get(y * image.width() + x) & 255;
    }
}
