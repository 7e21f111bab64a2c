package org.posestream.pose;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TopologyMappingTest {

    private static final SkeletonTopology COCO = SkeletonTopology.COCO_17;
    private static final SkeletonTopology H36M = SkeletonTopology.H36M_17;

    @Test
    void shouldMapCocoToHuman36mAsComputedByHand() {
        float[] coco = new float[17 * 3];
        for (int k = 0; k < 17; k++) {
            coco[k * 3] = k * k;
            coco[k * 3 + 1] = 10 * k;
            coco[k * 3 + 2] = 1 - k / 20f;
        }
        float[] mapped = new float[17 * 3];

        TopologyMapping.COCO_17_TO_H36M_17.map(coco, 0, 2, mapped, 0);

        // Hips are joints 11 and 12, shoulders 5 and 6, ears 3 and 4, the nose 0; knees 13 and 14, ankles 15 and 16.
        assertJoint(mapped, "pelvis", (121 + 144) / 2f, 115, 1 - 12 / 20f);
        assertJoint(mapped, "thorax", (25 + 36) / 2f, 55, 1 - 6 / 20f);
        assertJoint(mapped, "spine", (121 + 144 + 25 + 36) / 4f, 85, 1 - 12 / 20f);
        assertJoint(mapped, "neck", 0, 0, 1);
        assertJoint(mapped, "head", (9 + 16) / 2f, 35, 1 - 4 / 20f);
        assertJoint(mapped, "right_hip", 144, 120, 1 - 12 / 20f);
        assertJoint(mapped, "left_knee", 169, 130, 1 - 13 / 20f);
        assertJoint(mapped, "right_ankle", 256, 160, 1 - 16 / 20f);
        assertJoint(mapped, "left_wrist", 81, 90, 1 - 9 / 20f);
    }

    @Test
    void shouldMapEveryBlazePoseJointThatCocoNames() {
        float[] blaze = new float[33 * 4 + 4];
        for (int i = 4; i < blaze.length; i++) {
            blaze[i] = i;
        }
        float[] mapped = new float[17 * 4];

        TopologyMapping.BLAZEPOSE_33_TO_COCO_17.map(blaze, 4, 3, mapped, 0);

        for (int k = 0; k < 17; k++) {
            int first = 4 + SkeletonTopology.BLAZEPOSE_33.indexOf(COCO.joint(k).name()) * 4;
            for (int i = 0; i < 4; i++) {
                assertEquals(first + i, mapped[k * 4 + i], COCO.joint(k).name());
            }
        }
    }

    @Test
    void shouldMapKeypointsAsItMapsNumbers() {
        Random random = new Random(1);
        float[] flat = new float[33 * 4];
        List<Keypoint2D> image = new ArrayList<>();
        List<Keypoint3D> space = new ArrayList<>();
        for (int k = 0; k < 33; k++) {
            space.add(new Keypoint3D(random.nextFloat(), random.nextFloat(), random.nextFloat(), random.nextFloat()));
            image.add(new Keypoint2D(space.get(k).x(), space.get(k).y(), space.get(k).confidence()));
            System.arraycopy(new float[] {space.get(k).x(), space.get(k).y(), space.get(k).z(),
                space.get(k).confidence()}, 0, flat, 4 * k, 4);
        }
        float[] mapped = new float[17 * 4];
        TopologyMapping mapping = TopologyMapping.BLAZEPOSE_33_TO_H36M_17;
        mapping.map(flat, 0, 3, mapped, 0);
        for (int k = 0; k < 17; k++) {
            assertEquals(new Keypoint3D(mapped[4 * k], mapped[4 * k + 1], mapped[4 * k + 2], mapped[4 * k + 3]),
                    mapping.map3d(space).get(k));
            assertEquals(new Keypoint2D(mapped[4 * k], mapped[4 * k + 1], mapped[4 * k + 3]),
                    mapping.map2d(image).get(k));
        }
    }

    @Test
    void shouldExistWhereItCanBeMade() {
        for (SkeletonTopology source : SkeletonTopology.all()) {
            for (SkeletonTopology target : SkeletonTopology.all()) {
                if (TopologyMapping.exists(source, target)) {
                    assertSame(target, TopologyMapping.between(source, target).target());
                } else {
                    assertThrows(IllegalArgumentException.class, () -> TopologyMapping.between(source, target));
                }
            }
        }
    }

    @Test
    void shouldLeaveATopologyAsItIs() {
        float[] joints = {1, 2, 0.5f};
        float[] padded = new float[17 * 3];
        System.arraycopy(joints, 0, padded, 16 * 3, 3);
        float[] mapped = new float[17 * 3];

        TopologyMapping.between(COCO, COCO).map(padded, 0, 2, mapped, 0);

        assertArrayEquals(padded, mapped);
    }

    @Test
    void shouldFindTheMappingOfTwoTopologies() {
        assertSame(TopologyMapping.BLAZEPOSE_33_TO_H36M_17,
                TopologyMapping.between(SkeletonTopology.BLAZEPOSE_33, H36M));
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> TopologyMapping.between(H36M, COCO));
        assertEquals("no mapping from topology h36m17 to coco17", error.getMessage());
    }

    @Test
    void shouldRefuseRowsThatDoNotFit() {
        assertThrows(IllegalArgumentException.class, () -> new TopologyMapping(COCO, H36M, new int[16][]));
        int[][] outside = new int[17][];
        Arrays.fill(outside, new int[] {17});
        assertThrows(IllegalArgumentException.class, () -> new TopologyMapping(COCO, H36M, outside));
    }

    private static void assertJoint(float[] joints, String name, float x, float y, float confidence) {
        int i = H36M.indexOf(name) * 3;
        assertEquals(x, joints[i], 1e-4f, name);
        assertEquals(y, joints[i + 1], 1e-4f, name);
        assertEquals(confidence, joints[i + 2], 1e-6f, name);
    }
}
