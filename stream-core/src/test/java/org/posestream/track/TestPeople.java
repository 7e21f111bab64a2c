package org.posestream.track;

import org.posestream.frame.PersonBuffer;
import org.posestream.pose.SkeletonTopology;

/** Stick figures for the tests: what an estimator would write for a person who stands or walks before the camera. */
final class TestPeople {

    static final long SECOND = 1_000_000_000L;
    static final SkeletonTopology COCO = SkeletonTopology.COCO_17;
    /** COCO joints of a standing person, in body heights: x from the middle to the image's right, y from the top. */
    private static final float[] STANDING = {
        0, .09f, .015f, .07f, -.015f, .07f, .04f, .08f, -.04f, .08f, .11f, .19f, -.11f, .19f, .14f, .35f, -.14f, .35f,
        .15f, .50f, -.15f, .50f, .06f, .51f, -.06f, .51f, .07f, .74f, -.07f, .74f, .07f, .96f, -.07f, .96f};

    private TestPeople() {
    }

    static PersonBuffer buffer(int capacity) {
        return new PersonBuffer(capacity, COCO, SkeletonTopology.H36M_17);
    }

    /** Capture time of frame {@code i} at 30 frames a second. */
    static long frame(int i) {
        return i * SECOND / 30;
    }

    /** Adds a person {@code height} pixels tall whose middle stands at {@code x} and whose head begins at {@code y}. */
    static int stand(PersonBuffer people, double x, double y, double height, double score) {
        people.add((float) (x - height * 0.18), (float) y, (float) (height * 0.36), (float) height, (float) score);
        int person = people.count() - 1;
        write(people, person, x, y, height);
        return person;
    }

    /** Writes the joints of such a person, all of them confident. */
    static void write(PersonBuffer people, int person, double x, double y, double height) {
        for (int k = 0, i = people.offset2d(person); k < COCO.jointCount(); k++, i += 3) {
            people.joints2d()[i] = (float) (x + height * STANDING[k * 2]);
            people.joints2d()[i + 1] = (float) (y + height * STANDING[k * 2 + 1]);
            people.joints2d()[i + 2] = 0.8f;
        }
    }

    static void setConfidence(PersonBuffer people, int person, int joint, float confidence) {
        people.joints2d()[people.offset2d(person) + joint * 3 + 2] = confidence;
    }

    static void setConfidences(PersonBuffer people, int person, float confidence) {
        for (int k = 0; k < COCO.jointCount(); k++) {
            setConfidence(people, person, k, confidence);
        }
    }

    /** Exchanges left and right, as networks do now and then. */
    static void flip(PersonBuffer people, int person) {
        float[] joints = people.joints2d().clone();
        for (int k = 0; k < COCO.jointCount(); k++) {
            System.arraycopy(joints, people.offset2d(person) + COCO.joint(k).mirror() * 3, people.joints2d(),
                    people.offset2d(person) + k * 3, 3);
        }
    }
}
