package org.posestream.estimate;

import org.posestream.frame.ImageTransform;
import org.posestream.frame.PersonBuffer;
import org.posestream.inference.ImageInput;
import org.posestream.pose.SkeletonTopology;

/**
 * The crop that BlazePose is trained on (Bazarevsky et al. 2020): the circle about the middle of the hips that holds
 * the whole person, turned so that the line from hips to shoulders points up.
 */
final class UprightCrop {

    /** Joints less sure than this are not trusted to say how large the person is. */
    private static final float CONFIDENT = 0.4f;
    /** A trunk that is seen end-on, shorter than this share of the radius, says nothing of which way is up. */
    private static final float MIN_TRUNK = 0.15f;

    private final ImageInput input;
    private final int jointCount;
    private final int leftHip;
    private final int rightHip;
    private final int leftShoulder;
    private final int rightShoulder;

    UprightCrop(SkeletonTopology topology, ImageInput input) {
        this.input = input;
        jointCount = topology.jointCount();
        leftHip = 3 * topology.indexOf("left_hip");
        rightHip = 3 * topology.indexOf("right_hip");
        leftShoulder = 3 * topology.indexOf("left_shoulder");
        rightShoulder = 3 * topology.indexOf("right_shoulder");
    }

    /** The crop of a person whose joints are predicted. */
    ImageTransform of(PersonBuffer people, int person) {
        float[] joints = people.joints2d();
        int offset = people.offset2d(person);
        float x = middle(joints, offset, leftHip, rightHip);
        float y = middle(joints, offset + 1, leftHip, rightHip);
        float radius = radius(people, person, x, y);
        float downX = x - middle(joints, offset, leftShoulder, rightShoulder);
        float downY = y - middle(joints, offset + 1, leftShoulder, rightShoulder);
        float trunk = (float) Math.hypot(downX, downY);
        boolean upright = trunk < MIN_TRUNK * radius;
        float scale = 2 * radius * input.cropPadding() / Math.min(input.width(), input.height());
        return upright ? ImageTransform.turned(x, y, 0, scale, input)
                : ImageTransform.turned(x, y, scale * (downX / trunk), scale * (downY / trunk), input);
    }

    private static float middle(float[] joints, int offset, int left, int right) {
        return (joints[offset + left] + joints[offset + right]) / 2;
    }

    /** At least half the box: the joints of a bad frame must not shrink the crop for good. */
    private float radius(PersonBuffer people, int person, float x, float y) {
        float[] box = people.boxes();
        float radius = Math.max(1, Math.max(box[person * 4 + 2], box[person * 4 + 3]) / 2);
        float[] joints = people.joints2d();
        for (int k = 0, i = people.offset2d(person); k < jointCount; k++, i += PersonBuffer.STRIDE_2D) {
            if (joints[i + 2] >= CONFIDENT) {
                radius = Math.max(radius, (float) Math.hypot(joints[i] - x, joints[i + 1] - y));
            }
        }
        return radius;
    }
}
