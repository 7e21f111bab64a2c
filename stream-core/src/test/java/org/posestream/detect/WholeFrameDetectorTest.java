package org.posestream.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.posestream.frame.ColorMatrix;
import org.posestream.frame.FrameSlot;
import org.posestream.frame.PersonBuffer;
import org.posestream.frame.TestPictures;
import org.posestream.pose.BoundingBox;
import org.posestream.pose.SkeletonTopology;

class WholeFrameDetectorTest {

    @Test
    void shouldFindOnePersonAsLargeAsTheImage() {
        FrameSlot slot = new FrameSlot(new PersonBuffer(2, SkeletonTopology.COCO_17, SkeletonTopology.H36M_17));
        slot.load("s", 1, 0, 0, TestPictures.constant(30, 20, ColorMatrix.BT601_FULL, 0, 128, 128));
        try (WholeFrameDetector detector = new WholeFrameDetector(4)) {
            assertEquals(0, detector.inputBytes());
            detector.prepare(slot.buffer());
            detector.detect(new FrameSlot[] {slot}, 1);
            detector.detect(new FrameSlot[] {slot}, 1);
        }
        assertEquals(1, slot.people().count());
        assertEquals(new BoundingBox(0, 0, 30, 20), slot.people().box(0));
        assertEquals(1, slot.people().scores()[0]);
    }

    @Test
    void shouldRefuseABatchOfNone() {
        assertThrows(IllegalArgumentException.class, () -> new WholeFrameDetector(0));
    }
}
