package org.posestream.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.posestream.SharedMaterial;
import org.posestream.frame.FrameBuffer;
import org.posestream.frame.FrameSlot;
import org.posestream.frame.PersonBuffer;
import org.posestream.inference.ImageInput;
import org.posestream.inference.InferenceOptions;
import org.posestream.inference.ModelSpec;
import org.posestream.inference.ModelStore;
import org.posestream.inference.OnnxModel;
import org.posestream.inference.TensorSpec;
import org.posestream.pose.BoundingBox;
import org.posestream.pose.SkeletonTopology;
import org.posestream.source.FrameSource;
import org.posestream.source.FrameSources;
import org.posestream.source.SourceException;
import org.posestream.source.SourceOptions;

/** The embedded detector on the rows that hold a wide picture, beside the whole input with its padding. */
class EmbeddedDetectorIT {

    /** What is surely seen; below, padding or none may decide whether a box passes the threshold. */
    private static final float SURE = 0.5f;

    @Test
    void shouldFindWithoutThePaddingWhatItFindsWithIt() throws SourceException {
        ModelSpec spec = ModelStore.open(null).find("posestream-detector");
        assumeTrue(spec.image().hasFreeRows(), "skipped: the embedded detector takes its whole input only");
        OnnxModel rows = OnnxModel.open(spec, InferenceOptions.cpu(1));
        OnnxModel whole = OnnxModel.open(whole(spec), InferenceOptions.cpu(1));
        try (PersonDetector ofRows = new OnnxPersonDetector(rows);
                PersonDetector ofWhole = new OnnxPersonDetector(whole);
                FrameSource video = FrameSources.open(SharedMaterial.file("media/sports2d_demo.mp4").toString(),
                        SourceOptions.DEFAULT)) {
            FrameSlot slot = new FrameSlot(new PersonBuffer(8, SkeletonTopology.COCO_17, SkeletonTopology.H36M_17));
            slot.load("walk", 1, 0, 0, new FrameBuffer(ofRows.inputBytes()));
            int sure = 0;
            for (int frame = 0; frame <= 180 && video.advance(); frame++) {
                if (frame % 10 == 0) {
                    video.copyTo(slot.buffer());
                    ofRows.prepare(slot.buffer());
                    BoundingBox[] expected = sureBoxes(ofWhole, slot);
                    sure += expected.length;
                    ofRows.detect(new FrameSlot[] {slot}, 1);
                    for (BoundingBox box : expected) {
                        assertTrue(isFound(box, slot.people()), box + " at frame " + frame);
                    }
                }
            }
            assertEquals(192, rows.spec().image().rowsOf(slot.buffer().width(), slot.buffer().height()));
            assertEquals(whole.outputShape(0)[1] * 192 / 320, rows.outputShape(0)[1]);
            assertTrue(sure >= 5, sure + " people are surely seen");
        }
    }

    private static BoundingBox[] sureBoxes(PersonDetector detector, FrameSlot slot) {
        detector.detect(new FrameSlot[] {slot}, 1);
        PersonBuffer people = slot.people();
        return IntStream.range(0, people.count()).filter(i -> people.scores()[i] >= SURE).mapToObj(people::box)
                .toArray(BoundingBox[]::new);
    }

    private static boolean isFound(BoundingBox box, PersonBuffer people) {
        return IntStream.range(0, people.count()).anyMatch(i -> people.box(i).iou(box) > 0.8f);
    }

    /** The same network, whose card says nothing of rows. */
    private static ModelSpec whole(ModelSpec spec) {
        ImageInput image = spec.image();
        long[] shape = {-1, image.height(), image.width(), 3};
        ImageInput taken = new ImageInput(image.width(), image.height(), image.layout(), image.type(),
                image.colorOrder(), image.mean(), image.std(), image.fit(), image.padValue(), 1, image.height());
        return new ModelSpec(spec.name(), spec.task(), spec.file(),
                new ModelSpec.Input(new TensorSpec(spec.input().tensor().name(), shape), spec.input().type(), taken),
                spec.outputs(), spec.state(), spec.head(), spec.about());
    }
}
