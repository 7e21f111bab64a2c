package org.posestream.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.posestream.metrics.Stage;
import org.posestream.pose.PoseFrame;
import org.posestream.pose.SkeletonTopology;
import org.posestream.pose.StageLatency;

class FrameSlotTest {

    private final FrameBuffer buffer = new FrameBuffer(0);
    private final FrameSlot slot =
            new FrameSlot(new PersonBuffer(2, SkeletonTopology.COCO_17, SkeletonTopology.H36M_17));

    @Test
    void shouldBeLiveWhileLoadedAndNotFailed() {
        assertFalse(slot.isLive());
        slot.load("cam", 3, 7, 99, buffer);
        assertTrue(slot.isLive());
        slot.fail(Stage.LIFT, new IllegalStateException("planned"));
        assertFalse(slot.isLive());
    }

    @Test
    void shouldKeepTheFirstFailure() {
        slot.load("cam", 3, 7, 99, buffer);
        Exception first = new IllegalStateException("first");
        slot.fail(Stage.DETECT, first);
        slot.fail(Stage.LIFT, new IllegalStateException("second"));
        assertEquals(Stage.DETECT, slot.failedStage());
        assertSame(first, slot.failure());
    }

    @Test
    void shouldGiveTheLoanBackOnce() {
        slot.load("cam", 3, 7, 99, buffer);
        assertSame(buffer, slot.unload());
        assertNull(slot.unload());
        assertFalse(slot.isLive());
    }

    @Test
    void shouldBeginAfresh() {
        slot.load("cam", 3, 7, 99, buffer);
        slot.people().add(1, 2, 3, 4, 0.5f);
        slot.setDetectorDue(true);
        slot.addStageNanos(Stage.TRACK, 5);
        slot.fail(Stage.DETECT, new IllegalStateException("planned"));
        slot.load("other", 4, 8, 100, buffer);
        assertTrue(slot.isLive());
        assertFalse(slot.isDetectorDue());
        assertNull(slot.failure());
        assertEquals(0, slot.people().count());
        assertEquals(0, slot.stageNanos(Stage.TRACK));
        assertEquals("other", slot.stream());
        assertEquals(4, slot.camera());
    }

    @Test
    void shouldCopyItsResult() {
        buffer.resize(640, 480, ColorMatrix.BT601_LIMITED);
        slot.load("cam", 3, 7, 99, buffer);
        slot.people().add(1, 2, 3, 4, 0.5f);
        slot.addStageNanos(Stage.DETECT, 3_000);
        slot.addStageNanos(Stage.DETECT, 4_999);
        PoseFrame frame = slot.toPoseFrame(0);
        slot.people().clear();
        assertEquals("cam", frame.stream());
        assertEquals(7, frame.sequence());
        assertEquals(99, frame.captureNanos());
        assertEquals(640, frame.imageWidth());
        assertEquals(480, frame.imageHeight());
        assertEquals(List.of(new StageLatency("detect", 7)), frame.latencies());
        assertEquals(1, frame.people().size());
    }
}
