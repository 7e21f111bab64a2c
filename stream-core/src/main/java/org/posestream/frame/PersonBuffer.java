package org.posestream.frame;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.posestream.pose.BoundingBox;
import org.posestream.pose.Keypoint2D;
import org.posestream.pose.Keypoint3D;
import org.posestream.pose.PersonPose;
import org.posestream.pose.PersonState;
import org.posestream.pose.SkeletonTopology;

/**
 * The people of one frame, as flat arrays that are filled again for every frame; written by one stage at a time.
 *
 * <p>N is at most {@link #capacity()}; K2 and K3 are the joint counts of the two topologies.
 */
public final class PersonBuffer {

    /** Values per joint in 2D: x, y (image pixels), confidence. */
    public static final int STRIDE_2D = 3;
    /** Values per joint in 3D: x, y, z (metres, root-relative, camera axes), confidence. */
    public static final int STRIDE_3D = 4;

    private final SkeletonTopology topology2d;
    private final SkeletonTopology topology3d;
    private final long[] ids;
    private final PersonState[] states;
    private final float[] scores;
    private final float[] boxes;
    private final float[] joints2d;
    private final float[] joints3d;
    private final boolean[] predicted;
    private int count;
    private int refused;

    public PersonBuffer(int capacity, SkeletonTopology topology2d, SkeletonTopology topology3d) {
        this.topology2d = topology2d;
        this.topology3d = topology3d;
        ids = new long[capacity];
        states = new PersonState[capacity];
        scores = new float[capacity];
        predicted = new boolean[capacity];
        boxes = new float[capacity * 4];
        joints2d = new float[capacity * topology2d.jointCount() * STRIDE_2D];
        joints3d = new float[capacity * topology3d.jointCount() * STRIDE_3D];
    }

    public int capacity() {
        return ids.length;
    }

    /** N: how many people are there now. */
    public int count() {
        return count;
    }

    /** How many people found no place since the buffer was cleared. */
    public int refused() {
        return refused;
    }

    public void clear() {
        count = 0;
        refused = 0;
    }

    /** Adds a person without joints and identity; false when the buffer is full. */
    public boolean add(float x, float y, float width, float height, float score) {
        if (count == ids.length) {
            refused++;
            return false;
        }
        ids[count] = 0;
        states[count] = PersonState.TRACKED;
        scores[count] = score;
        predicted[count] = false;
        // Not every stage fills them in: where the pose network gives 3D, nobody does for people it did not see.
        clear(joints2d, topology2d.jointCount() * STRIDE_2D, count);
        clear(joints3d, topology3d.jointCount() * STRIDE_3D, count);
        setBox(count, x, y, width, height);
        count++;
        return true;
    }

    private static void clear(float[] values, int stride, int person) {
        Arrays.fill(values, person * stride, (person + 1) * stride, 0);
    }

    public void setBox(int person, float x, float y, float width, float height) {
        boxes[person * 4] = x;
        boxes[person * 4 + 1] = y;
        boxes[person * 4 + 2] = width;
        boxes[person * 4 + 3] = height;
    }

    public BoundingBox box(int person) {
        int i = person * 4;
        return new BoundingBox(boxes[i], boxes[i + 1], boxes[i + 2], boxes[i + 3]);
    }

    /**
     * Says where the person's joints should be by now, for the estimator to look there.
     *
     * @param from holds K2 x (x, y, confidence) from {@code offset} on
     * @param dx pixels to add to every x
     * @param dy pixels to add to every y
     */
    public void predictJoints(int person, float[] from, int offset, float dx, float dy) {
        int values = topology2d.jointCount() * STRIDE_2D;
        int first = person * values;
        for (int i = 0; i < values; i += STRIDE_2D) {
            joints2d[first + i] = from[offset + i] + dx;
            joints2d[first + i + 1] = from[offset + i + 1] + dy;
            joints2d[first + i + 2] = from[offset + i + 2];
        }
        predicted[person] = true;
    }

    /** Whether the person's 2D joints hold a prediction, before the estimator writes them. */
    public boolean isPredicted(int person) {
        return predicted[person];
    }

    /** Exchanges two joints of a person, in 2D and, where the 3D joints are the same ones, in 3D. */
    public void exchange(int person, int a, int b) {
        exchange(joints2d, STRIDE_2D, offset2d(person), a, b);
        if (topology3d == topology2d) {
            exchange(joints3d, STRIDE_3D, offset3d(person), a, b);
        }
    }

    private static void exchange(float[] values, int stride, int offset, int a, int b) {
        for (int i = 0; i < stride; i++) {
            float value = values[offset + a * stride + i];
            values[offset + a * stride + i] = values[offset + b * stride + i];
            values[offset + b * stride + i] = value;
        }
    }

    /** Removes a person; those behind move up. */
    public void remove(int person) {
        int behind = count - person - 1;
        System.arraycopy(ids, person + 1, ids, person, behind);
        System.arraycopy(states, person + 1, states, person, behind);
        System.arraycopy(scores, person + 1, scores, person, behind);
        System.arraycopy(predicted, person + 1, predicted, person, behind);
        moveUp(boxes, 4, person, behind);
        moveUp(joints2d, topology2d.jointCount() * STRIDE_2D, person, behind);
        moveUp(joints3d, topology3d.jointCount() * STRIDE_3D, person, behind);
        count--;
    }

    private static void moveUp(float[] values, int stride, int person, int behind) {
        System.arraycopy(values, (person + 1) * stride, values, person * stride, behind * stride);
    }

    /** Identity per person, N; 0 while not tracked. */
    public long[] ids() {
        return ids;
    }

    /** Whether each person, N, was seen in this frame. */
    public PersonState[] states() {
        return states;
    }

    /** Confidence per person, N, 0..1. */
    public float[] scores() {
        return scores;
    }

    /** N x (x, y, width, height) in image pixels. */
    public float[] boxes() {
        return boxes;
    }

    /** N x K2 x (x, y, confidence), image pixels. */
    public float[] joints2d() {
        return joints2d;
    }

    /** First value of the person's 2D joints. */
    public int offset2d(int person) {
        return person * topology2d.jointCount() * STRIDE_2D;
    }

    /** N x K3 x (x, y, z, confidence), metres. */
    public float[] joints3d() {
        return joints3d;
    }

    /** First value of the person's 3D joints. */
    public int offset3d(int person) {
        return person * topology3d.jointCount() * STRIDE_3D;
    }

    public SkeletonTopology topology2d() {
        return topology2d;
    }

    public SkeletonTopology topology3d() {
        return topology3d;
    }

    /** The immutable copy. */
    public List<PersonPose> toPoses() {
        List<PersonPose> people = new ArrayList<>(count);
        for (int n = 0; n < count; n++) {
            people.add(new PersonPose(ids[n], states[n], scores[n], box(n), topology2d, keypoints2d(n),
                    topology3d, keypoints3d(n)));
        }
        return people;
    }

    private List<Keypoint2D> keypoints2d(int person) {
        List<Keypoint2D> keypoints = new ArrayList<>(topology2d.jointCount());
        for (int k = 0, i = offset2d(person); k < topology2d.jointCount(); k++, i += STRIDE_2D) {
            keypoints.add(new Keypoint2D(joints2d[i], joints2d[i + 1], joints2d[i + 2]));
        }
        return keypoints;
    }

    private List<Keypoint3D> keypoints3d(int person) {
        List<Keypoint3D> keypoints = new ArrayList<>(topology3d.jointCount());
        for (int k = 0, i = offset3d(person); k < topology3d.jointCount(); k++, i += STRIDE_3D) {
            keypoints.add(new Keypoint3D(joints3d[i], joints3d[i + 1], joints3d[i + 2], joints3d[i + 3]));
        }
        return keypoints;
    }
}
