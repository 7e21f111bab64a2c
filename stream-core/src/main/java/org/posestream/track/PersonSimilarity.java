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
    /** Cost of being one size away from where a steady walk would have led: of two who hid, each goes on. */
    private static final float MOTION_COST = 0.4f;
    /** Cost of taking somebody for one who was lost, before motion: above that of anybody whose joints overlap. */
    private static final float RETURN_COST = 0.7f;
    /** How far somebody who was lost may be from their way, in usual sizes ... */
    private static final float RETURN_SIZES = 0.4f;
    /** ... how much farther for every second unseen ... */
    private static final float RETURN_SIZES_PER_SECOND = 0.4f;
    /** ... and at most. */
    private static final float MAX_RETURN_SIZES = 1;
    /** How much larger or smaller, as a factor, somebody may be who comes back. */
    private static final float RETURN_GROWTH = 1.6f;

    private final Oks oks;
    private final Oks mirroredOks;

    PersonSimilarity(SkeletonTopology topology2d) {
        oks = new Oks(topology2d, JointEvidence.CONFIDENT);
        mirroredOks = oks.mirrored();
    }

    /**
     * Cost of taking a person for a track that is in sight, 0 for the very same; infinite where that is out of the
     * question.
     *
     * @param track predicted to the capture time
     * @param boxes N x (x, y, width, height) of the people
     */
    float cost(PersonTrack track, PersonBuffer people, int person, float[] boxes, long captureNanos) {
        double absence = track.secondsUnseen(captureNanos);
        boolean near = absence <= NEAR_SECONDS;
        float x = boxes[person * 4] + boxes[person * 4 + 2] / 2;
        float y = boxes[person * 4 + 1] + boxes[person * 4 + 3] / 2;
        float gate = track.longerSide() * (float) (GATE_SIZES + GATE_SIZES_PER_SECOND * absence);
        float distance = near ? track.distanceFromPrediction(x, y) : track.distanceFromWay(x, y, absence);
        float jointOverlap = joints(track.predictedJoints, 0, people.joints2d(), people.offset2d(person),
                Math.max(area(track.predictedBox, 0), area(boxes, person * 4)));
        float boxOverlap = BoundingBox.iou(track.predictedBox, 0, boxes, person * 4);
        boolean neighbour = near && Math.max(jointOverlap, boxOverlap) < NEAR_OVERLAP;
        if (distance > gate || neighbour) {
            return Float.POSITIVE_INFINITY;
        }
        return JOINT_SHARE * (1 - jointOverlap) + (1 - JOINT_SHARE) * (1 - boxOverlap)
                + (near ? DISTANCE_COST * distance / gate : motionCost(track, x, y, absence));
    }

    /**
     * Cost of taking a person for a track that was lost; infinite for somebody too far from where it was lost and from
     * the way it was going, and for somebody of another size.
     */
    float returnCost(PersonTrack track, int person, float[] boxes, long captureNanos) {
        double absence = track.secondsUnseen(captureNanos);
        float x = boxes[person * 4] + boxes[person * 4 + 2] / 2;
        float y = boxes[person * 4 + 1] + boxes[person * 4 + 3] / 2;
        float size = track.usualSize();
        float growth = Math.max(boxes[person * 4 + 2], boxes[person * 4 + 3]) / size;
        float gate = size * (float) Math.min(MAX_RETURN_SIZES, RETURN_SIZES + RETURN_SIZES_PER_SECOND * absence);
        boolean far = track.distanceFromWay(x, y, absence) > gate;
        return far || growth > RETURN_GROWTH || growth < 1 / RETURN_GROWTH ? Float.POSITIVE_INFINITY
                : RETURN_COST + motionCost(track, x, y, absence);
    }

    private static float motionCost(PersonTrack track, float x, float y, double absence) {
        return MOTION_COST * Math.min(1, track.distanceFromWayEnd(x, y, absence) / track.usualSize());
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
}
