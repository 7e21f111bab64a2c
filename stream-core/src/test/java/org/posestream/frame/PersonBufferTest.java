package org.posestream.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.posestream.pose.BoundingBox;
import org.posestream.pose.Keypoint2D;
import org.posestream.pose.Keypoint3D;
import org.posestream.pose.PersonPose;
import org.posestream.pose.SkeletonTopology;

class PersonBufferTest {

    private final PersonBuffer people = new PersonBuffer(3, SkeletonTopology.COCO_17, SkeletonTopology.H36M_17);

    @Test
    void shouldTakeNoMorePeopleThanItHolds() {
        for (int i = 0; i < 3; i++) {
            assertTrue(people.add(i, 0, 1, 1, 1));
        }
        assertFalse(people.add(3, 0, 1, 1, 1));
        assertEquals(3, people.count());
        assertEquals(1, people.refused());
        people.clear();
        assertEquals(0, people.refused());
    }

    @Test
    void shouldMoveEverythingUpWhenAPersonIsRemoved() {
        for (int i = 0; i < 3; i++) {
            people.add(10 * i, 1, 2, 3, 0.1f * i);
            people.ids()[i] = 100 + i;
            people.joints2d()[people.offset2d(i)] = 20 + i;
            people.joints3d()[people.offset3d(i) + 67] = 30 + i;
        }
        people.remove(1);
        assertEquals(2, people.count());
        assertEquals(new BoundingBox(20, 1, 2, 3), people.box(1));
        assertEquals(102, people.ids()[1]);
        assertEquals(0.2f, people.scores()[1]);
        assertEquals(22, people.joints2d()[people.offset2d(1)]);
        assertEquals(32, people.joints3d()[people.offset3d(1) + 67]);
        assertEquals(100, people.ids()[0]);
    }

    @Test
    void shouldForgetTheJointsOfWhoeverWasThereBefore() {
        Arrays.fill(people.joints2d(), 7);
        Arrays.fill(people.joints3d(), 7);

        people.add(1, 2, 3, 4, 0.5f);

        for (int i = 0; i < 17 * 3; i++) {
            assertEquals(0, people.joints2d()[i]);
            assertEquals(7, people.joints2d()[17 * 3 + i], "of nobody yet");
        }
        for (int i = 0; i < 17 * 4; i++) {
            assertEquals(0, people.joints3d()[i]);
            assertEquals(7, people.joints3d()[17 * 4 + i], "of nobody yet");
        }
    }

    @Test
    void shouldForgetTheIdentityOfWhoeverWasThereBefore() {
        people.add(0, 0, 1, 1, 1);
        people.ids()[0] = 5;
        people.clear();
        people.add(0, 0, 1, 1, 1);
        assertEquals(0, people.ids()[0]);
    }

    @Test
    void shouldKnowWhoseJointsArePredicted() {
        float[] joints = new float[2 * 51];
        joints[51 + 3] = 10;
        joints[51 + 4] = 20;
        joints[51 + 5] = 0.9f;
        people.add(0, 0, 1, 1, 1);
        people.add(0, 0, 1, 1, 1);
        people.predictJoints(1, joints, 51, 0.5f, -2);
        assertFalse(people.isPredicted(0));
        assertTrue(people.isPredicted(1));
        assertEquals(new Keypoint2D(10.5f, 18, 0.9f), people.toPoses().get(1).joints2d().get(1));
        people.remove(0);
        assertTrue(people.isPredicted(0));
        people.clear();
        people.add(0, 0, 1, 1, 1);
        assertFalse(people.isPredicted(0), "somebody else");
    }

    @Test
    void shouldCopyPeople() {
        people.add(1, 2, 3, 4, 0.5f);
        people.ids()[0] = 9;
        people.joints2d()[3] = 11;
        people.joints2d()[4] = 12;
        people.joints2d()[5] = 0.6f;
        people.joints3d()[64] = 0.1f;
        people.joints3d()[65] = 0.2f;
        people.joints3d()[66] = 0.3f;
        people.joints3d()[67] = 0.7f;
        PersonPose person = people.toPoses().get(0);
        assertEquals(9, person.id());
        assertEquals(0.5f, person.score());
        assertEquals(new BoundingBox(1, 2, 3, 4), person.box());
        assertEquals(17, person.joints2d().size());
        assertEquals(new Keypoint2D(11, 12, 0.6f), person.joints2d().get(1));
        assertEquals(new Keypoint3D(0.1f, 0.2f, 0.3f, 0.7f), person.joints3d().get(16));
        assertSame(SkeletonTopology.H36M_17, person.topology3d());
    }

    @Test
    void shouldLetGoOfTheSlotsOfABatch() {
        PersonBatch batch = new PersonBatch(2);
        FrameSlot slot = new FrameSlot(people);
        batch.add(slot, 1);
        assertFalse(batch.isFull());
        batch.add(slot, 2);
        assertTrue(batch.isFull());
        assertSame(slot, batch.slot(1));
        assertEquals(2, batch.person(1));
        batch.clear();
        assertEquals(0, batch.size());
        assertNull(batch.slot(0));
    }
}
