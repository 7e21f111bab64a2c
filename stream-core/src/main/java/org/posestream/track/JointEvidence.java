package org.posestream.track;

import org.posestream.frame.PersonBuffer;

/** How well a person's joints support that somebody is there. */
final class JointEvidence {

    /** Joints below this do not count, nor do they in the comparison of people. */
    static final float CONFIDENT = 0.2f;

    private JointEvidence() {
    }

    /** Sum of the confident joints' confidences over half the joints, at most 1: half a person in sight is enough. */
    static float of(PersonBuffer people, int person) {
        int jointCount = people.topology2d().jointCount();
        float sum = 0;
        for (int k = 0, i = people.offset2d(person) + 2; k < jointCount; k++, i += PersonBuffer.STRIDE_2D) {
            float confidence = people.joints2d()[i];
            sum += confidence >= CONFIDENT ? confidence : 0;
        }
        return Math.min(1, 2 * sum / jointCount);
    }
}
