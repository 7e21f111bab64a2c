package org.posestream.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posestream.pose.BoundingBox;
import org.posestream.pose.SkeletonTopology;

class LspetSetTest {

    @TempDir
    private Path data;

    private final float[] joints = new float[2 * 14 * 3];

    @BeforeEach
    void makeData() throws IOException {
        Files.createDirectories(data.resolve("lspet/images"));
        for (String name : List.of("00013.jpg", "00014.jpg")) {
            Files.createFile(data.resolve("lspet/images").resolve(name));
        }
        put(1, 0, 10, 200, 1);
        put(1, 11, 60, 100, 1);
        put(1, 13, 35, 20, 1);
        put(1, 5, 500, 500, 0);
        write("joints", "(2, 14, 3)", 13, 14);
    }

    /** Which of the numbers 1..59 the recipes hold out, said by data.py of models/training: 14 and 46. */
    @Test
    void shouldHoldOutTheImagesThatTheRecipesHoldOut() throws IOException {
        assertEquals(List.of("00014.jpg"), names(DataSplit.VALIDATION));
        assertEquals(List.of("00013.jpg", "00014.jpg"), names(DataSplit.ALL));
        for (int i = 1; i < 60; i++) {
            assertEquals(i == 14 || i == 46, DataSplit.VALIDATION.holds("lspet", String.format("%05d", i)));
        }
    }

    /** The joints span 50 x 180 pixels; 8 % of 180 are 14.4. The top of the head counts, what is not annotated not. */
    @Test
    void shouldPutABoxWithAMarginRoundTheAnnotatedJoints() throws IOException {
        PoseSample sample = LspetSet.read(data, DataSplit.VALIDATION).get(0);

        assertBox(10 - 14.4f, 20 - 14.4f, 50 + 28.8f, 180 + 28.8f, sample.box());
        PoseSample cut = sample.within(70, 1000);
        assertBox(0, 5.6f, 70, 208.8f, cut.box());
        assertEquals(0.53f * 70 * 208.8f, cut.area(), 1e-2f);
    }

    @Test
    void shouldPutTheJointsInCocoOrder() throws IOException {
        PoseSample sample = LspetSet.read(data, DataSplit.VALIDATION).get(0);

        assertEquals(10, sample.truth()[3 * SkeletonTopology.COCO_17.indexOf("right_ankle")]);
        assertEquals(60, sample.truth()[3 * SkeletonTopology.COCO_17.indexOf("left_wrist")]);
        assertTrue(sample.isKnown(SkeletonTopology.COCO_17.indexOf("left_wrist")));
        assertTrue(!sample.isKnown(SkeletonTopology.COCO_17.indexOf("left_ankle")));
        assertTrue(!sample.isKnown(SkeletonTopology.COCO_17.indexOf("nose")));
    }

    @Test
    void shouldNameWhatIsMissingOrWrong() throws IOException {
        write("joints", "(2, 14, 3)", 13, 15);
        assertRefused("'" + image("00014.jpg") + "' has no annotation in joints.npz");
        write("joints", "(2, 42)", 13, 14);
        assertRefused("'" + data.resolve("lspet/joints.npz")
                + "' must hold id (n) and joints (n, 14, 3), but they are (2) and (2, 42)");
        write("points", "(2, 14, 3)", 13, 14);
        assertRefused("'" + data.resolve("lspet/joints.npz") + "' has no array 'joints', only [id, points]");
        write("joints", "(2, 14, 3)", 13, 14);
        Files.delete(image("00013.jpg"));
        Files.delete(image("00014.jpg"));
        assertRefused("the folder '" + data.resolve("lspet/images") + "' holds no images; --data must name the folder");
        Files.delete(data.resolve("lspet/joints.npz"));
        assertRefused("there is no file '" + data.resolve("lspet/joints.npz") + "'");
    }

    private static void assertBox(float x, float y, float width, float height, BoundingBox box) {
        assertArrayEquals(new float[] {x, y, width, height},
                new float[] {box.x(), box.y(), box.width(), box.height()}, 1e-3f);
    }

    private Path image(String name) {
        return data.resolve("lspet/images").resolve(name);
    }

    private List<String> names(DataSplit split) throws IOException {
        return LspetSet.read(data, split).stream().map(sample -> sample.image().path().getFileName().toString())
                .toList();
    }

    private void assertRefused(String start) {
        String message = assertThrows(IOException.class, () -> LspetSet.read(data, DataSplit.ALL)).getMessage();
        assertTrue(message.startsWith(start), message);
    }

    private void put(int person, int joint, float x, float y, float visible) {
        int i = (person * 14 + joint) * 3;
        joints[i] = x;
        joints[i + 1] = y;
        joints[i + 2] = visible;
    }

    private void write(String key, String shape, long... ids) throws IOException {
        new NpyBytes().withLongs("id", ids).withFloats(key, shape, joints).write(data.resolve("lspet/joints.npz"));
    }
}
