package org.posestream.lift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.posestream.frame.FrameSlot;
import org.posestream.frame.PersonBatch;
import org.posestream.frame.PersonBuffer;
import org.posestream.inference.InferenceOptions;
import org.posestream.inference.ModelEntry;
import org.posestream.inference.ModelSpec;
import org.posestream.inference.ModelStore;
import org.posestream.inference.OnnxModel;
import org.posestream.pose.SkeletonTopology;

/** The embedded lifter, from COCO-17 pixels to metres, against what the training computed for the same people. */
class EmbeddedLifterIT {

    private static final String NAME = "posestream-lifter";

    @Test
    void shouldLiftAsTheTrainingDid() throws IOException {
        ModelStore store = ModelStore.open(null);
        assumeTrue(store.list().stream().anyMatch(entry -> entry.name().equals(NAME)
                && entry.origin() == ModelEntry.Origin.EMBEDDED), "skipped: the models jar holds no " + NAME);
        JsonNode golden = golden();
        ModelSpec spec = store.find(NAME);
        assertEquals(golden.get("sha256").asText(), spec.file().sha256(), "the golden is of another network");
        FrameSlot slot = new FrameSlot(people(golden.get("coco17Pixels")));
        PersonBatch batch = new PersonBatch(8);
        for (int n = 0; n < slot.people().count(); n++) {
            batch.add(slot, n);
        }
        try (SingleFrameLifter lifter = new SingleFrameLifter(
                OnnxModel.open(spec, InferenceOptions.cpu(8)), SkeletonTopology.COCO_17)) {
            lifter.lift(batch);
        }
        assertJoints(golden, slot.people());
    }

    private static JsonNode golden() throws IOException {
        try (InputStream stream = EmbeddedLifterIT.class.getResourceAsStream("lifter-golden.json")) {
            assumeTrue(stream != null, "skipped: no lifter-golden.json beside this class");
            return new JsonMapper().readTree(stream);
        }
    }

    private static PersonBuffer people(JsonNode coco17) {
        PersonBuffer people =
                new PersonBuffer(coco17.size(), SkeletonTopology.COCO_17, SkeletonTopology.H36M_17);
        for (int n = 0; n < coco17.size(); n++) {
            people.add(0, 0, 1, 1, 1);
            for (int i = 0; i < 17 * 3; i++) {
                people.joints2d()[people.offset2d(n) + i] = coco17.get(n).get(i / 3).get(i % 3).floatValue();
            }
        }
        return people;
    }

    private static void assertJoints(JsonNode golden, PersonBuffer people) {
        for (int n = 0; n < people.count(); n++) {
            for (int k = 0; k < 17; k++) {
                int joint = people.offset3d(n) + k * PersonBuffer.STRIDE_3D;
                for (int d = 0; d < 3; d++) {
                    assertEquals(golden.get("joints3d").get(n).get(k).get(d).floatValue(),
                            people.joints3d()[joint + d], 1e-4f, "person " + n + ", joint " + k);
                }
                float confidence2d = golden.get("joints2d").get(n).get(k).get(2).floatValue();
                assertTrue(people.joints3d()[joint + 3] <= confidence2d + 1e-5f);
            }
        }
    }
}
