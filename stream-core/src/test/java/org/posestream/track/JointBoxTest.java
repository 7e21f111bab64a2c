package org.posestream.track;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.posestream.frame.PersonBuffer;

class JointBoxTest {

    private final float[] box = {7, 7, 7, 7};

    @Test
    void shouldEncloseTheConfidentJointsWithAMarginOfTheLongerSide() {
        float[] joints = {99, 99, 99, 10, 20, 0.9f, 60, 20, 0.5f, 30, 120, 0.37f, 500, 500, 0.35f};

        assertTrue(JointBox.write(joints, 3, 4, box, 0));

        assertArrayEquals(new float[] {2, 12, 66, 116}, box, 1e-4f);
    }

    @Test
    void shouldSayNothingFromTwoJoints() {
        assertFalse(JointBox.write(new float[] {1, 1, 0.1f, 2, 2, 0.1f, 3, 3, 0.09f}, 0, 3, box, 0));
        assertArrayEquals(new float[] {7, 7, 7, 7}, box);
    }

    @Test
    void shouldCoverHeadAndFeetOfAStandingPerson() {
        PersonBuffer people = TestPeople.buffer(1);
        TestPeople.stand(people, 300, 100, 400, 0.9);

        JointBox.write(people.joints2d(), 0, 17, box, 0);

        assertTrue(box[1] <= 101 && box[1] + box[3] >= 500, "from " + box[1] + " on, " + box[3] + " tall");
        assertTrue(box[3] <= 400 * 1.1f && box[2] <= 400 * 0.5f, "and not much more");
    }
}
