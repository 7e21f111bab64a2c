package org.posestream.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posestream.evaluate.NpyBytes;

class MocapArchiveTest {

    @TempDir
    private Path folder;

    @Test
    void shouldReadTheFramesOfAClip() throws IOException {
        try (MocapArchive archive = archive("(2, 17, 3)", 2 * 51)) {
            assertEquals(List.of("a/walk"), archive.names());
            Vec3[][] frames = archive.clip("a/walk").frames();
            assertEquals(2, frames.length);
            assertEquals(new Vec3(0, 1, 2), frames[0][0]);
            assertEquals(new Vec3(51 + 48, 51 + 49, 51 + 50), frames[1][16]);
        }
    }

    @Test
    void shouldRefuseOtherShapesAndUnknownClips() throws IOException {
        try (MocapArchive archive = archive("(3, 16, 3)", 3 * 48)) {
            assertEquals("clip 'a/walk' must be (T, 17, 3), but is (3, 16, 3)",
                    assertThrows(IOException.class, () -> archive.clip("a/walk")).getMessage());
            String unknown = assertThrows(IOException.class, () -> archive.clip("run")).getMessage();
            assertTrue(unknown.contains("has no array 'run'"), unknown);
        }
    }

    /** Values that count up from 0. */
    private MocapArchive archive(String shape, int count) throws IOException {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = i;
        }
        return new MocapArchive(new NpyBytes().withFloats("a/walk", shape, values).write(folder.resolve("c.npz")));
    }
}
