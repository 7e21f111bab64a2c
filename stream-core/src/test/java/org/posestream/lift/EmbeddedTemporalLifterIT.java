package org.posestream.lift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.posestream.frame.FrameBuffer;
import org.posestream.frame.FrameSlot;
import org.posestream.frame.PersonBatch;
import org.posestream.frame.PersonBuffer;
import org.posestream.inference.InferenceOptions;
import org.posestream.inference.ModelEntry;
import org.posestream.inference.ModelSpec;
import org.posestream.inference.ModelStore;
import org.posestream.inference.OnnxModel;
import org.posestream.pose.SkeletonTopology;

/**
 * The embedded temporal lifter, frame by frame, against what the training computed for the same sequences. The golden
 * holds normalised joints [sequence, frame, 17, 3]; here they are people 400 pixels large, whose joints are in the
 * network's own topology already.
 */
class EmbeddedTemporalLifterIT {

    private static final String NAME = "posestream-lifter-temporal";
    private static final SkeletonTopology H36M = SkeletonTopology.H36M_17;
    private static final long FRAME_NANOS = 33_333_333;

    @Test
    void shouldLiftAsTheTrainingDid() throws IOException {
        ModelStore store = ModelStore.open(null);
        assumeTrue(store.list().stream().anyMatch(entry -> entry.name().equals(NAME)
                && entry.origin() == ModelEntry.Origin.EMBEDDED), "skipped: the models jar holds no " + NAME);
        JsonNode golden = golden();
        ModelSpec spec = store.find(NAME);
        assertEquals(golden.get("sha256").asText(), spec.file().sha256(), "the golden is of another network");
        assertEquals(golden.get("stateSize").asInt(), spec.state().size());
        JsonNode sequences = golden.get("joints2d");
        try (TemporalLifter lifter =
                new TemporalLifter(OnnxModel.open(spec, InferenceOptions.cpu(4)), H36M, 4)) {
            for (int t = 0; t < sequences.get(0).size(); t++) {
                FrameSlot slot = frame(sequences, t);
                lifter.lift(everybody(slot));
                assertJoints(golden, t, slot.people());
            }
        }
    }

    private static JsonNode golden() throws IOException {
        try (InputStream stream =
                EmbeddedTemporalLifterIT.class.getResourceAsStream("temporal-lifter-golden.json")) {
            assertTrue(stream != null, "temporal-lifter-golden.json must lie beside this class");
            return new JsonMapper().readTree(stream);
        }
    }

    /** Each sequence is a track. */
    private static FrameSlot frame(JsonNode sequences, int t) {
        FrameSlot slot = new FrameSlot(new PersonBuffer(sequences.size(), H36M, H36M));
        slot.load("golden", 0, t, t * FRAME_NANOS, new FrameBuffer(0));
        PersonBuffer people = slot.people();
        for (int n = 0; n < sequences.size(); n++) {
            people.add(0, 0, 1, 1, 1);
            people.ids()[n] = n + 1;
            for (int k = 0, i = people.offset2d(n); k < 17; k++, i += PersonBuffer.STRIDE_2D) {
                JsonNode joint = sequences.get(n).get(t).get(k);
                people.joints2d()[i] = 640 + 400 * joint.get(0).floatValue();
                people.joints2d()[i + 1] = 360 + 400 * joint.get(1).floatValue();
                people.joints2d()[i + 2] = joint.get(2).floatValue();
            }
        }
        return slot;
    }

    private static PersonBatch everybody(FrameSlot slot) {
        PersonBatch batch = new PersonBatch(slot.people().count());
        for (int n = 0; n < slot.people().count(); n++) {
            batch.add(slot, n);
        }
        return batch;
    }

    private static void assertJoints(JsonNode golden, int t, PersonBuffer people) {
        for (int n = 0; n < people.count(); n++) {
            for (int k = 0; k < 17; k++) {
                int joint = people.offset3d(n) + k * PersonBuffer.STRIDE_3D;
                String where = "sequence " + n + ", frame " + t + ", joint " + k;
                for (int d = 0; d < 3; d++) {
                    assertEquals(golden.get("joints3d").get(n).get(t).get(k).get(d).floatValue(),
                            people.joints3d()[joint + d], 1e-4f, where);
                }
                float sigma = golden.get("sigma").get(n).get(t).get(k).floatValue() / 0.1f;
                float confidence2d = golden.get("joints2d").get(n).get(t).get(k).get(2).floatValue();
                assertEquals(confidence2d / (1 + sigma * sigma), people.joints3d()[joint + 3], 1e-3f, where);
            }
        }
    }
}
