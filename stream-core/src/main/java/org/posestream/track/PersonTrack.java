package org.posestream.track;

import org.posestream.frame.PersonBuffer;
import org.posestream.motion.OneEuroFilter;
import org.posestream.motion.OneEuroParameters;
import org.posestream.pose.BoundingBox;
import org.posestream.pose.PersonState;
import org.posestream.pose.SkeletonTopology;

/** One person over time: where they were last seen, how they move and how sure we are. A slot, used again and again. */
final class PersonTrack {

    /** A person's speed is believed for about this long: no prediction leads further than speed times this. */
    private static final double SPEED_SECONDS = 0.3;
    /** A joint out of sight is remembered, with a confidence that fades like this: the box keeps room for it. */
    private static final double JOINT_MEMORY_SECONDS = 0.3;
    /** After a longer gap the old speed means nothing, and the box begins afresh. */
    private static final double MAX_GAP_SECONDS = 0.5;
    /**
     * After a longer gap left and right are taken as they are read: at ten frames a second legs that pass each other
     * look like exchanged ones, and a repair would spoil one frame in twenty of somebody who walks in a circle.
     */
    private static final double MAX_SIDES_GAP_SECONDS = 0.07;
    /** The usual evidence is a mean over about this time; a fall shows against it. */
    private static final double USUAL_EVIDENCE_SECONDS = 0.5;

    /** Size and way of a person who is to be found again are means over about this time, taken while well seen. */
    private static final double HABIT_SECONDS = 0.5;
    /** A person with less than this share of the usual evidence is half hidden: box and speed say little. */
    private static final float WELL_SEEN = 0.8f;

    /** Trust in somebody who was not seen, as a factor. */
    private static final float UNSEEN_TRUST = 0.5f;

    private final int jointCount;
    private final SideRepair sides;
    private final float[] joints;
    private final float[] rawBox = new float[4];
    private final OneEuroFilter boxFilter = new OneEuroFilter(OneEuroParameters.BOX, 4);
    /** Joints, K x (x, y, confidence), at the time of the last {@link #predict}. */
    final float[] predictedJoints;
    /** Box (x, y, width, height) at the time of the last {@link #predict}. */
    final float[] predictedBox = new float[4];

    TrackPhase phase = TrackPhase.REMOVED;
    /** 0 while tentative. */
    long id;
    long beganNanos;
    long seenNanos;
    int sightings;
    float score;
    float evidence;
    float usualEvidence;
    float centreX;
    float centreY;
    float width;
    float height;
    float speedX;
    float speedY;
    private float usualSize;
    private float usualSpeedX;
    private float usualSpeedY;

    PersonTrack(SkeletonTopology topology2d) {
        jointCount = topology2d.jointCount();
        sides = new SideRepair(topology2d);
        joints = new float[jointCount * PersonBuffer.STRIDE_2D];
        predictedJoints = new float[joints.length];
    }

    double secondsUnseen(long captureNanos) {
        return (captureNanos - seenNanos) * 1e-9;
    }

    float longerSide() {
        return Math.max(width, height);
    }

    /** How far a person at unit speed gets in this time: the speed dies away exponentially. */
    static float reach(double seconds) {
        return (float) (SPEED_SECONDS * (1 - Math.exp(-Math.max(0, seconds) / SPEED_SECONDS)));
    }

    /** Writes K x (x, y, confidence) as last seen. */
    void copyJoints(float[] to, int offset) {
        System.arraycopy(joints, 0, to, offset, joints.length);
    }

    int jointValues() {
        return joints.length;
    }

    /** Moves a copy of joints and box on to the capture time. */
    void predict(long captureNanos) {
        float reach = reach(secondsUnseen(captureNanos));
        float dx = speedX * reach;
        float dy = speedY * reach;
        for (int i = 0; i < joints.length; i += PersonBuffer.STRIDE_2D) {
            predictedJoints[i] = joints[i] + dx;
            predictedJoints[i + 1] = joints[i + 1] + dy;
            predictedJoints[i + 2] = joints[i + 2];
        }
        predictedBox[0] = centreX - width / 2 + dx;
        predictedBox[1] = centreY - height / 2 + dy;
        predictedBox[2] = width;
        predictedBox[3] = height;
    }

    /** Adds the person as predicted, less sure than when last seen; nobody where there is no room. */
    void predictInto(PersonBuffer people) {
        if (people.add(predictedBox[0], predictedBox[1], predictedBox[2], predictedBox[3], UNSEEN_TRUST * score)) {
            int person = people.count() - 1;
            people.predictJoints(person, predictedJoints, 0, 0, 0);
            for (int i = people.offset2d(person) + 2, k = 0; k < jointCount; k++, i += PersonBuffer.STRIDE_2D) {
                people.joints2d()[i] *= UNSEEN_TRUST;
            }
            people.ids()[person] = id;
            people.states()[person] = PersonState.PREDICTED;
        }
    }

    boolean isOlderThan(PersonTrack other) {
        return id != other.id && id != 0 ? other.id == 0 || id < other.id : beganNanos < other.beganNanos;
    }

    /** Longer side of the box while the person was well seen. */
    float usualSize() {
        return usualSize;
    }

    /** Pixels from a point to the nearest place between where the box was last and where it would be by now. */
    float distanceFromWay(float x, float y, double secondsUnseen) {
        float wayX = (float) (usualSpeedX * secondsUnseen);
        float wayY = (float) (usualSpeedY * secondsUnseen);
        float length = wayX * wayX + wayY * wayY;
        float along = length == 0 ? 0 : ((x - centreX) * wayX + (y - centreY) * wayY) / length;
        float part = Math.max(0, Math.min(1, along));
        return (float) Math.hypot(x - centreX - part * wayX, y - centreY - part * wayY);
    }

    /** Pixels from a point to where the box would be by now. */
    float distanceFromWayEnd(float x, float y, double secondsUnseen) {
        return (float) Math.hypot(x - centreX - usualSpeedX * secondsUnseen,
                y - centreY - usualSpeedY * secondsUnseen);
    }

    /** Pixels from a point to the middle of the predicted box. */
    float distanceFromPrediction(float x, float y) {
        return (float) Math.hypot(x - predictedBox[0] - predictedBox[2] / 2,
                y - predictedBox[1] - predictedBox[3] / 2);
    }

    /** Begins with the first sighting; without an id yet. */
    void begin(PersonBuffer people, int person, long captureNanos) {
        phase = TrackPhase.TENTATIVE;
        id = 0;
        beganNanos = captureNanos;
        sightings = 0;
        boxFilter.reset();
        sides.begin(people, person);
        System.arraycopy(people.joints2d(), people.offset2d(person), joints, 0, joints.length);
        usualEvidence = JointEvidence.of(people, person);
        see(people, person, captureNanos);
        usualSize = longerSide();
        usualSpeedX = 0;
        usualSpeedY = 0;
    }

    /** From now on the person has an id. */
    void confirm(long newId, PersonBuffer people, int person) {
        phase = TrackPhase.CONFIRMED;
        id = newId;
        people.ids()[person] = newId;
    }

    /** Takes the person over as it is seen now; {@link #predict} was called for this time. */
    void update(PersonBuffer people, int person, long captureNanos) {
        double gap = secondsUnseen(captureNanos);
        repairSides(people, person, gap);
        float enough = JointBox.enoughConfidence(people.joints2d(), people.offset2d(person), jointCount);
        float fading = (float) Math.exp(-Math.max(0, gap) / JOINT_MEMORY_SECONDS);
        for (int i = 0, p = people.offset2d(person); i < joints.length; i += 3, p += 3) {
            float faded = predictedJoints[i + 2] * fading;
            boolean seen = people.joints2d()[p + 2] >= Math.min(enough, faded);
            joints[i] = seen ? people.joints2d()[p] : predictedJoints[i];
            joints[i + 1] = seen ? people.joints2d()[p + 1] : predictedJoints[i + 1];
            joints[i + 2] = seen ? people.joints2d()[p + 2] : faded;
        }
        if (gap > MAX_GAP_SECONDS) {
            boxFilter.reset();
        }
        usualEvidence += (float) (1 - Math.exp(-Math.max(0, gap) / USUAL_EVIDENCE_SECONDS))
                * (JointEvidence.of(people, person) - usualEvidence);
        see(people, person, captureNanos);
        phase = phase == TrackPhase.LOST ? TrackPhase.CONFIRMED : phase;
        adoptHabits(gap);
    }

    private void repairSides(PersonBuffer people, int person, double gap) {
        if (gap > MAX_SIDES_GAP_SECONDS) {
            sides.begin(people, person);
        } else if (gap > 0) {
            sides.repair(people, person, gap, longerSide());
        }
    }

    private void adoptHabits(double gap) {
        if (evidence < WELL_SEEN * usualEvidence || gap > MAX_GAP_SECONDS) {
            return;
        }
        float share = (float) (1 - Math.exp(-Math.max(0, gap) / HABIT_SECONDS));
        usualSize += share * (longerSide() - usualSize);
        usualSpeedX += share * (speedX - usualSpeedX);
        usualSpeedY += share * (speedY - usualSpeedY);
    }

    private void see(PersonBuffer people, int person, long captureNanos) {
        seenNanos = captureNanos;
        sightings++;
        score = people.scores()[person];
        evidence = JointEvidence.of(people, person);
        if (!JointBox.write(joints, 0, jointCount, rawBox, 0)) {
            System.arraycopy(people.boxes(), person * 4, rawBox, 0, 4);
        } else if (JointBox.isPartial(joints, 0, jointCount)) {
            BoundingBox.unite(rawBox, 0, people.boxes(), person * 4);
        }
        smoothBox(captureNanos);
        people.ids()[person] = id;
        people.setBox(person, centreX - width / 2, centreY - height / 2, width, height);
    }

    private void smoothBox(long captureNanos) {
        float size = Math.max(1, Math.max(rawBox[2], rawBox[3]));
        boxFilter.advance(captureNanos, 1 / size);
        centreX = boxFilter.smooth(0, rawBox[0] + rawBox[2] / 2);
        centreY = boxFilter.smooth(1, rawBox[1] + rawBox[3] / 2);
        width = boxFilter.smooth(2, rawBox[2]);
        height = boxFilter.smooth(3, rawBox[3]);
        speedX = boxFilter.speed(0) * size;
        speedY = boxFilter.speed(1) * size;
    }
}
