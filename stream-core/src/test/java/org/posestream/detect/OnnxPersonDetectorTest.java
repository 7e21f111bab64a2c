package org.posestream.detect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.posestream.frame.ColorMatrix;
import org.posestream.frame.FrameBuffer;
import org.posestream.frame.FrameSlot;
import org.posestream.frame.PersonBuffer;
import org.posestream.inference.OnnxModel;
import org.posestream.inference.TestNetworks;
import org.posestream.pose.SkeletonTopology;

/** With a network that finds a box in each row of its 32 x 32 input that is bright, and takes 8, 16, 24 or 32 rows. */
class OnnxPersonDetectorTest {

    /** Of 32 rows a frame of 64 x 36 fills 18, one of 64 x 32 just 16. */
    @ParameterizedTest
    @CsvSource({"64,36,18,24", "64,32,16,16", "640,20,1,8", "64,64,32,32", "30,40,32,32"})
    void shouldComputeTheRowsThatHoldThePicture(int width, int height, int drawn, int computed) {
        OnnxModel model = TestNetworks.open("bright-rows", 1);
        try (PersonDetector detector = new OnnxPersonDetector(model)) {
            FrameSlot slot = white(width, height);
            detector.prepare(slot.buffer());
            detector.detect(new FrameSlot[] {slot}, 1);
            assertEquals(computed, model.outputShape(0)[1]);
            assertEquals(drawn, slot.people().count());
        }
    }

    @Test
    void shouldGiveEachFrameOfABatchItsOwnBoxes() {
        OnnxModel model = TestNetworks.open("bright-rows", 3);
        try (PersonDetector detector = new OnnxPersonDetector(model)) {
            FrameSlot[] slots = {white(64, 16), white(64, 36), white(64, 2)};
            for (FrameSlot slot : slots) {
                detector.prepare(slot.buffer());
            }
            detector.detect(slots, 3);
            assertArrayEquals(new long[] {3, 24, 4}, model.outputShape(0), "the most that one of them needs");
            assertEquals(8, slots[0].people().count());
            assertEquals(18, slots[1].people().count());
            assertEquals(1, slots[2].people().count());
            for (int i = 0; i < 18; i++) {
                assertEquals(2 * i, slots[1].people().box(i).y(), 1e-4f);
                assertEquals(64, slots[1].people().box(i).width(), 1e-4f);
            }
        }
    }

    private static FrameSlot white(int width, int height) {
        FrameBuffer frame = new FrameBuffer(32 * 32 * 3);
        frame.resize(width, height, ColorMatrix.BT601_FULL);
        for (int i = 0; i < frame.pixels().capacity(); i++) {
            frame.pixels().put(i, (byte) (i < width * height ? 255 : 128));
        }
        FrameSlot slot = new FrameSlot(new PersonBuffer(32, SkeletonTopology.COCO_17, SkeletonTopology.H36M_17));
        slot.load("white", 1, 0, 0, frame);
        return slot;
    }
}
