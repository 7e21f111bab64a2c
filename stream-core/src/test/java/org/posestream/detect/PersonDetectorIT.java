package org.posestream.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posestream.SharedMaterial;
import org.posestream.frame.ColorMatrix;
import org.posestream.frame.FrameBuffer;
import org.posestream.frame.FrameSlot;
import org.posestream.frame.PersonBuffer;
import org.posestream.frame.TestPictures;
import org.posestream.inference.InferenceOptions;
import org.posestream.inference.ModelException;
import org.posestream.inference.ModelStore;
import org.posestream.inference.OnnxModel;
import org.posestream.pose.BoundingBox;
import org.posestream.pose.SkeletonTopology;
import org.posestream.source.FrameSource;
import org.posestream.source.FrameSources;
import org.posestream.source.SourceException;
import org.posestream.source.SourceOptions;

/** Real detectors on a real picture of one squatting man. */
class PersonDetectorIT {

    /** Placed by eye on coral_squat.bmp (500 x 610). */
    private static final BoundingBox MAN = BoundingBox.ofCorners(106, 136, 366, 601);

    @ParameterizedTest
    @ValueSource(strings = {"yolox-nano-416", "rtmdet-nano-person"})
    void shouldFindTheOneManInThePicture(String network) {
        try (PersonDetector detector = open(network)) {
            FrameSlot slot = slot(TestPictures.read(picture(), detector.inputBytes()));
            detector.prepare(slot.buffer());
            detector.detect(new FrameSlot[] {slot}, 1);

            assertEquals(1, slot.people().count());
            assertTrue(slot.people().box(0).iou(MAN) > 0.8, () -> slot.people().box(0).toString());
            assertTrue(slot.people().scores()[0] > 0.6, () -> "score " + slot.people().scores()[0]);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"yolox-nano-416", "rtmdet-nano-person"})
    void shouldFindNobodyInAnEmptyPicture(String network) {
        try (PersonDetector detector = open(network)) {
            FrameBuffer grey = new FrameBuffer(detector.inputBytes());
            grey.resize(640, 480, ColorMatrix.BT601_FULL);
            for (int i = 0; i < grey.pixels().capacity(); i++) {
                grey.pixels().put(i, (byte) 128);
            }
            FrameSlot slot = slot(grey);
            detector.prepare(grey);
            detector.detect(new FrameSlot[] {slot}, 1);
            assertEquals(0, slot.people().count());
        }
    }

    @Test
    void shouldFindTheSameInEachFrameOfABatchPreparedOnOtherThreads() throws InterruptedException {
        try (PersonDetector detector = open("yolox-nano-416")) {
            FrameSlot[] slots = {slot(TestPictures.read(picture(), detector.inputBytes())),
                slot(TestPictures.read(picture(), detector.inputBytes()))};
            List<Thread> cameras = new ArrayList<>();
            for (FrameSlot slot : slots) {
                cameras.add(new Thread(() -> detector.prepare(slot.buffer())));
            }
            for (Thread camera : cameras) {
                camera.start();
            }
            for (Thread camera : cameras) {
                camera.join();
            }
            detector.detect(slots, 2);
            assertEquals(1, slots[0].people().count());
            assertEquals(slots[0].people().box(0), slots[1].people().box(0));
        }
    }

    /** Somebody walks from right to left in front of a man on a roof; by eye in frame 100 of sports2d_demo.mp4. */
    @ParameterizedTest
    @ValueSource(strings = {"yolox-nano-416", "rtmdet-nano-person"})
    void shouldFollowAWalkerThroughAVideo(String network) throws SourceException {
        BoundingBox inFrame100 = BoundingBox.ofCorners(917, 522, 1145, 929);
        try (PersonDetector detector = open(network);
                FrameSource video = FrameSources.open(SharedMaterial.file("media/sports2d_demo.mp4").toString(),
                        SourceOptions.DEFAULT)) {
            FrameSlot slot = slot(new FrameBuffer(detector.inputBytes()));
            float x = Float.MAX_VALUE;
            for (int frame = 0; frame <= 180 && video.advance(); frame++) {
                if (frame >= 60 && frame % 20 == 0) {
                    video.copyTo(slot.buffer());
                    detector.prepare(slot.buffer());
                    detector.detect(new FrameSlot[] {slot}, 1);
                    BoundingBox walker = onTheLawn(slot.people());
                    assertTrue(frame != 100 || walker.iou(inFrame100) > 0.7, walker::toString);
                    assertTrue(walker.centreX() < x, "to the left at frame " + frame);
                    x = walker.centreX();
                }
            }
            assertTrue(x < 300, "at the left in the end, but at " + x);
        }
    }

    private static BoundingBox onTheLawn(PersonBuffer people) {
        for (int i = 0; i < people.count(); i++) {
            if (people.box(i).bottom() > 880) {
                return people.box(i);
            }
        }
        throw new AssertionError("nobody walks on the lawn");
    }

    @Test
    void shouldRefuseANetworkThatIsNoDetector() {
        SharedMaterial.file("models");  // or the test is skipped, which assertThrows would take for a wrong exception

        ModelException refusal = assertThrows(ModelException.class, () -> open("movenet-lightning"));

        assertEquals("movenet-lightning is no detector: its decoder is MOVENET, not YOLOX, RTMDET or BOXES; "
                + "name a detector", refusal.getMessage());
    }

    private static Path picture() {
        return SharedMaterial.file("media/coral_squat.bmp");
    }

    private static PersonDetector open(String network) {
        return new OnnxPersonDetector(OnnxModel.open(ModelStore.open(SharedMaterial.file("models")).find(network),
                InferenceOptions.cpu(2)));
    }

    private static FrameSlot slot(FrameBuffer frame) {
        FrameSlot slot = new FrameSlot(new PersonBuffer(8, SkeletonTopology.COCO_17, SkeletonTopology.H36M_17));
        slot.load("squat", 1, 0, 0, frame);
        return slot;
    }
}
