package org.posestream.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posestream.frame.ColorMatrix;
import org.posestream.frame.FrameBuffer;

class VideoEncoderTest {

    @TempDir
    private Path folder;

    @Test
    void shouldWriteAnMp4UnderATemporaryName() throws IOException {
        Path file = folder.resolve("a.mp4.part");
        FrameBuffer image = image(64, 48);
        try (VideoEncoder encoder = VideoEncoder.open(file, 64, 48, 30, 500_000)) {
            for (int i = 0; i < 10; i++) {
                encoder.write(image, i * 33_333_333L);
            }
        }
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertEquals("ftyp", bytes.substring(4, 8));
        assertTrue(bytes.contains("moov"), "the index is written");
        assertTrue(bytes.contains("avc1"), "the codec is H.264");
    }

    @Test
    void shouldNameThePathThatCannotBeWritten() {
        Path file = folder.resolve("missing").resolve("a.mp4");
        IOException e = assertThrows(IOException.class, () -> VideoEncoder.open(file, 64, 48, 30, 500_000));
        assertEquals("cannot write '" + file + "': No such file or directory;"
                + " give a folder that can be written and a name such as video.mp4", e.getMessage());
    }

    @Test
    void shouldRefuseAnUnknownEncoder() {
        VideoFormat format = new VideoFormat("nonesuch", "yuv420p", 64, 48, 30, 1, ColorMatrix.BT601_LIMITED);
        Path file = folder.resolve("a.mp4");
        IOException e = assertThrows(IOException.class, () -> VideoEncoder.open(file.toString(), format));
        assertEquals("this build of FFmpeg has no encoder 'nonesuch'", e.getMessage());
    }

    @Test
    void shouldRefuseAFrameOfAnotherSize() throws IOException {
        try (VideoEncoder encoder = VideoEncoder.open(folder.resolve("a.mp4"), 64, 48, 30, 500_000)) {
            assertThrows(IllegalArgumentException.class, () -> encoder.write(image(32, 48), 0));
            encoder.write(image(64, 48), 0);
        }
    }

    @Test
    void shouldRefuseToWorkAfterItIsClosed() throws IOException {
        VideoEncoder encoder = VideoEncoder.open(folder.resolve("a.mp4"), 64, 48, 30, 500_000);
        encoder.write(image(64, 48), 0);
        encoder.close();
        encoder.close();
        assertThrows(IllegalStateException.class, () -> encoder.write(image(64, 48), 1));
    }

    private static FrameBuffer image(int width, int height) {
        FrameBuffer image = new FrameBuffer(0);
        image.resize(width, height, ColorMatrix.BT601_LIMITED);
        for (int i = 0; i < image.pixels().capacity(); i++) {
            image.pixels().put(i, (byte) (16 + i * 31 % 200));
        }
        return image;
    }
}
