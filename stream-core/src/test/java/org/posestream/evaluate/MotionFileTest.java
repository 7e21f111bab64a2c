package org.posestream.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posestream.SharedMaterial;

class MotionFileTest {

    @TempDir
    private Path folder;

    @Test
    void shouldReadClipsByName() throws IOException {
        float[] frames = new float[2 * 51];
        frames[51 + 3 * 16 + 2] = 5;
        Path file = new NpyBytes().withFloats("b/run", "(1, 17, 3)", new float[51])
                .withFloats("a/walk", "(2, 17, 3)", frames).write(folder.resolve("motion.npz"));

        List<MotionClip> clips = MotionFile.read(file, DataSplit.ALL);

        assertEquals(List.of("a/walk", "b/run"), clips.stream().map(MotionClip::name).toList());
        assertEquals("a", clips.get(0).source());
        assertEquals(2, clips.get(0).frames());
        assertEquals(5, clips.get(0).value(1, 16, 2));
    }

    /** What mocap.py of models/training holds out of these clips. */
    @Test
    void shouldHoldOutTheClipsThatTheRecipesHoldOut() {
        Map<String, Integer> frames = Map.of("a/walk", 10, "a/walk_mirror", 10, "a/run", 30, "a/jump RM", 5,
                "a/jump", 5, "b/x", 4, "b/y", 4, "b/z", 4, "cmu_iclone/005/005_01", 1, "cmu_iclone/007", 1);
        List<MotionClip> clips = frames.entrySet().stream().sorted(Map.Entry.comparingByKey())
                .map(clip -> Motions.waving(clip.getKey(), clip.getValue())).toList();

        assertEquals(List.of("a/walk", "a/walk_mirror", "b/y"),
                MotionFile.validation(clips).stream().map(MotionClip::name).toList());
    }

    /** Counted by mocap.py of models/training. */
    @Test
    void shouldHoldOutATenthOfTheMotionThatTrains() throws IOException {
        Path archive = SharedMaterial.file("data/mocap/motion_17j_30fps.npz");

        List<MotionClip> clips = MotionFile.read(archive, MotionFile.defaultSplit(archive));

        assertEquals(46, clips.size());
        assertEquals(11_108, clips.stream().mapToInt(MotionClip::frames).sum());
        assertEquals("cmu_daz/indian/15", clips.get(0).name());
        assertEquals("mesh2motion_cc0/Swim_Fwd_Loop", clips.get(45).name());
    }

    @Test
    void shouldNameTheClipThatIsNoMotion() throws IOException {
        assertRefused(new NpyBytes().withFloats("walk", "(1, 16, 3)", new float[48]),
                ": clip 'walk' must have the shape (frames, 17, 3), but has (1, 16, 3)");
        float[] broken = new float[51];
        broken[7] = Float.NaN;
        assertRefused(new NpyBytes().withFloats("walk", "(1, 17, 3)", broken),
                ": clip 'walk' holds values that are no finite numbers; remove the clip or mend it");
        assertRefused(new NpyBytes().withFloats("walk", "(0, 17, 3)"),
                ": clip 'walk' must have the shape (frames, 17, 3), but has (0, 17, 3)");
    }

    private void assertRefused(NpyBytes archive, String problem) throws IOException {
        Path file = archive.write(folder.resolve("motion.npz"));
        String message = assertThrows(IOException.class, () -> MotionFile.read(file, DataSplit.ALL)).getMessage();
        assertTrue(message.equals("'" + file + "'" + problem), message);
    }
}
