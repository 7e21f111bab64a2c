package org.posestream.pose;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SkeletonTopologyTest {

    @Test
    void shouldHaveTheOrderAndSigmasOfCoco() {
        List<String> names = SkeletonTopology.COCO_17.joints().stream().map(Joint::name).toList();
        double[] sigmas = SkeletonTopology.COCO_17.joints().stream().mapToDouble(Joint::oksSigma).toArray();

        assertEquals(List.of("nose", "left_eye", "right_eye", "left_ear", "right_ear", "left_shoulder",
                "right_shoulder", "left_elbow", "right_elbow", "left_wrist", "right_wrist", "left_hip", "right_hip",
                "left_knee", "right_knee", "left_ankle", "right_ankle"), names);
        assertArrayEquals(new double[] {.026, .025, .025, .035, .035, .079, .079, .072, .072, .062, .062, .107, .107,
            .087, .087, .089, .089}, sigmas, 1e-7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"coco17", "h36m17", "blazepose33"})
    void shouldReachTheOneRootFromEveryJoint(String id) {
        SkeletonTopology topology = SkeletonTopology.byId(id);

        assertEquals(1, topology.joints().stream().filter(joint -> joint.parent() < 0).count());
        for (int k = 0; k < topology.jointCount(); k++) {
            int steps = 0;
            for (int at = k; at >= 0; at = topology.joint(at).parent()) {
                steps++;
                assertTrue(steps <= topology.jointCount(), "cycle at " + topology.joint(k).name());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"coco17", "h36m17", "blazepose33"})
    void shouldMirrorLeftAndRightBackAndForth(String id) {
        SkeletonTopology topology = SkeletonTopology.byId(id);

        for (int k = 0; k < topology.jointCount(); k++) {
            Joint joint = topology.joint(k);
            Joint mirror = topology.joint(joint.mirror());
            assertEquals(k, mirror.mirror(), joint.name());
            assertEquals(joint.name(), swapSides(mirror.name()));
            assertEquals(joint.oksSigma(), mirror.oksSigma(), joint.name());
            assertEquals(k, topology.indexOf(joint.name()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"coco17", "h36m17", "blazepose33"})
    void shouldHangMirroredJointsOnMirroredParents(String id) {
        SkeletonTopology topology = SkeletonTopology.byId(id);

        for (Joint joint : topology.joints()) {
            int parent = joint.parent();
            int expected = parent < 0 ? -1 : topology.joint(parent).mirror();
            assertEquals(expected, topology.joint(joint.mirror()).parent(), joint.name());
        }
    }

    @Test
    void shouldBeFoundById() {
        assertSame(SkeletonTopology.H36M_17, SkeletonTopology.byId("h36m17"));
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> SkeletonTopology.byId("coco18"));
        assertEquals("topology must be one of [coco17, h36m17, blazepose33], but was 'coco18'", error.getMessage());
    }

    private static String swapSides(String name) {
        return name.contains("left") ? name.replace("left", "right") : name.replace("right", "left");
    }
}
