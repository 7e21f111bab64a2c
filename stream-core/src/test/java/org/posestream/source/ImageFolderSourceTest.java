package org.posestream.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posestream.frame.FrameBuffer;

class ImageFolderSourceTest {

    @TempDir
    private Path folder;

    @Test
    void shouldDeliverImagesInNaturalOrderAndSkipBrokenOnes() throws Exception {
        image("frame10.bmp", 0x404040, 20);
        image("frame9.bmp", 0x202020, 10);
        image("frame1.BMP", 0x000000, 6);
        Files.writeString(folder.resolve("frame2.png"), "no image");
        Files.createFile(folder.resolve("frame3.jpg"));
        Files.writeString(folder.resolve("notes.txt"), "no image either");
        FrameBuffer buffer = new FrameBuffer(0);
        try (FrameSource source = FrameSources.open(folder.toString(), SourceOptions.DEFAULT)) {
            assertEquals(5, source.frameCount());
            assertEquals(30, source.frameRate());
            assertFalse(source.isLive());
            int[] widths = {6, 10, 20};
            long[] times = {0, 100_000_000, 133_333_333};
            for (int i = 0; i < 3; i++) {
                assertTrue(source.advance());
                source.copyTo(buffer);
                assertEquals(widths[i], buffer.width());
                assertEquals(times[i], source.captureNanos());
            }
            assertFalse(source.advance());
        }
    }

    @Test
    void shouldEndWhenInterrupted() throws Exception {
        image("1.bmp", 0, 4);
        image("2.bmp", 0, 4);
        try (FrameSource source = FrameSources.open(folder.toString(), SourceOptions.DEFAULT)) {
            assertTrue(source.advance());
            source.interrupt();
            assertFalse(source.advance());
        }
    }

    @Test
    void shouldRefuseAFolderWithoutImages() {
        SourceException e = assertThrows(SourceException.class,
                () -> FrameSources.open(folder.toString(), SourceOptions.DEFAULT));
        assertEquals("the folder '" + folder + "' has no images; give one with .png, .jpg or .bmp files, or a video",
                e.getMessage());
    }

    private void image(String name, int rgb, int width) throws IOException {
        Files.write(folder.resolve(name), TestImages.bmp(width, 4, rgb));
    }
}
