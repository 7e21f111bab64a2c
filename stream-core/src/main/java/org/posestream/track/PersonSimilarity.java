package org.posestream.track;

import org.posestream.frame.PersonBuffer;
import org.posestream.pose.BoundingBox;
import org.posestream.pose.Oks;
import org.posestream.pose.SkeletonTopology;

/** How alike a track and a person, or two people of one frame, are, and what it costs to take one for the other. */
final class PersonSimilarity {

    /** Share of the joints in the cost; the boxes have the rest. Joints tell people apart who stand in one box. */
    private static final float JOINT_SHARE = 0.6f;
    /** Cost of a centre at the edge of the gate: decides where neither joints nor boxes overlap. */
    private static final float DISTANCE_COST = 0.2f;
    /** How far a person may be from where a track is predicted, in longer sides of its box ... */
    private static final float GATE_SIZES = 0.4f;
    /** ... and how much farther for every second unseen: a brisk walk, and half as much again. */
    private static final float GATE_SIZES_PER_SECOND = 1.2f;
    /** Up to this absence a person is too near to where they were for neither joints nor boxes to overlap. */
    private static final double NEAR_SECONDS = 0.25;
    /** The least overlap of joints (OKS) or boxes (IoU) within that time; keeps a neighbour from taking the id. */
    private static final float NEAR_OVERLAP = 0.1f;

    private final Oks oks;
    private final Oks mirroredOks;

    PersonSimilarity(SkeletonTopology topology2d) {
        oks = new Oks(topology2d, JointEvidence.CONFIDENT);
        mirroredOks = oks.mirrored();
    }

    /**
     * Cost of taking a person for a track, 0 for the very same; infinite where that is out of the question.
     *
     * @param track predicted to the capture time
     * @param boxes N x (x, y, width, height) of the people
     */
    float cost(PersonTrack track, PersonBuffer people, int person, float[] boxes, long captureNanos) {
        double absence = track.secondsUnseen(captureNanos);
        float gate = track.longerSide() * (float) (GATE_SIZES + GATE_SIZES_PER_SECOND * absence);
        float distance = centreDistance(track.predictedBox, 0, boxes, person * 4);
        float jointOverlap = joints(track.predictedJoints, 0, people.joints2d(), people.offset2d(person),
                Math.max(area(track.predictedBox, 0), area(boxes, person * 4)));
        float boxOverlap = BoundingBox.iou(track.predictedBox, 0, boxes, person * 4);
        boolean neighbour = absence <= NEAR_SECONDS && Math.max(jointOverlap, boxOverlap) < NEAR_OVERLAP;
        if (distance > gate || neighbour) {
            return Float.POSITIVE_INFINITY;
        }
        return JOINT_SHARE * (1 - jointOverlap) + (1 - JOINT_SHARE) * (1 - boxOverlap)
                + DISTANCE_COST * distance / gate;
    }

    /** Overlap of two people's joints (OKS), 0..1. */
    float joints(PersonBuffer people, int a, int b, float[] boxes) {
        return joints(people.joints2d(), people.offset2d(a), people.joints2d(), people.offset2d(b),
                Math.max(area(boxes, a * 4), area(boxes, b * 4)));
    }

    /** The better of both readings of left and right: a network may mix them up for a frame. */
    private float joints(float[] a, int i, float[] b, int j, float area) {
        return Math.max(oks.similarity(a, i, b, j, area), mirroredOks.similarity(a, i, b, j, area));
    }

    private static float area(float[] boxes, int i) {
        return boxes[i + 2] * boxes[i + 3];
    }

    private static float centreDistance(float[] a, int i, float[] b, int j) {
        return (float) Math.hypot(a[i] + a[i + 2] / 2 - b[j] - b[j + 2] / 2,
                a[i + 1] + a[i + 3] / 2 - b[j + 1] - b[j + 3] / 2);
    }
}
