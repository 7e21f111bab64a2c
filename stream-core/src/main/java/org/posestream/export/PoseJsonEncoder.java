package org.posestream.export;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.posestream.pose.BoundingBox;
import org.posestream.pose.Keypoint2D;
import org.posestream.pose.Keypoint3D;
import org.posestream.pose.PersonPose;
import org.posestream.pose.PersonState;
import org.posestream.pose.PoseFrame;
import org.posestream.pose.SkeletonTopology;
import org.posestream.pose.StageLatency;

/**
 * Writes pose frames as JSON, in UTF-8, into bytes that are used again: one object a frame, without line breaks.
 *
 * <p>Pixels have 2 decimals, scores and confidences 3, metres 4. JSON knows no NaN: a joint with a coordinate that is
 * not finite is written as zeros with confidence 0. One thread uses it.
 */
public final class PoseJsonEncoder {

    private static final int PIXEL_DECIMALS = 2;
    private static final int SCORE_DECIMALS = 3;
    private static final int METRE_DECIMALS = 4;

    private final JsonBuffer out;
    private final boolean tellsPredictedJoints;

    /** Into bytes of its own, without the joints that are predicted: their person's state tells. */
    public PoseJsonEncoder() {
        this(new JsonBuffer(), false);
    }

    /**
     * For frames within other messages.
     *
     * @param out receives what is written
     * @param tellsPredictedJoints whether a person has the lists {@code predicted2d} and {@code predicted3d}, which
     *     are left out where they are empty
     */
    public PoseJsonEncoder(JsonBuffer out, boolean tellsPredictedJoints) {
        this.out = requireNonNull(out, "out is null");
        this.tellsPredictedJoints = tellsPredictedJoints;
    }

    /**
     * Encodes a frame.
     *
     * @return how many of {@link #bytes()} it takes
     */
    public int encode(PoseFrame frame) {
        out.clear();
        out.raw('{');
        appendFields(frame, frame.ageNanos());
        out.raw('}');
        return out.length();
    }

    /**
     * Appends the fields of a frame, without the braces around them.
     *
     * @param ageNanos how long ago it was captured, in place of what the frame says
     */
    public void appendFields(PoseFrame frame, long ageNanos) {
        out.raw("\"stream\":").string(frame.stream());
        out.raw(",\"sequence\":").number(frame.sequence());
        out.raw(",\"captureNanos\":").number(frame.captureNanos());
        if (frame.captureUnixNanos() != PoseFrame.UNKNOWN_TIME) {
            // Nanoseconds would not fit the numbers of JavaScript.
            out.raw(",\"captureUnixMicros\":").number(frame.captureUnixNanos() / 1000);
        }
        if (ageNanos != PoseFrame.UNKNOWN_TIME) {
            out.raw(",\"ageMicros\":").number(ageNanos / 1000);
        }
        out.raw(",\"imageWidth\":").number(frame.imageWidth());
        out.raw(",\"imageHeight\":").number(frame.imageHeight());
        latencies(frame.latencies());
        out.raw(",\"people\":[");
        List<PersonPose> people = frame.people();
        for (int i = 0; i < people.size(); i++) {
            separate(i);
            person(people.get(i));
        }
        out.raw(']');
    }

    /** The encoded frame, followed by rubbish; valid until the next {@link #encode}. */
    public byte[] bytes() {
        return out.bytes();
    }

    private void latencies(List<StageLatency> latencies) {
        out.raw(",\"latencyMicros\":{");
        for (int i = 0; i < latencies.size(); i++) {
            separate(i);
            out.string(latencies.get(i).stage()).raw(':').number(latencies.get(i).micros());
        }
        out.raw('}');
    }

    private void person(PersonPose person) {
        out.raw("{\"id\":").number(person.id());
        out.raw(",\"state\":\"").raw(person.state().label()).raw('"');
        out.raw(",\"score\":").number(person.score(), SCORE_DECIMALS);
        BoundingBox box = person.box();
        out.raw(",\"box\":[").number(box.x(), PIXEL_DECIMALS);
        out.raw(',').number(box.y(), PIXEL_DECIMALS);
        out.raw(',').number(box.width(), PIXEL_DECIMALS);
        out.raw(',').number(box.height(), PIXEL_DECIMALS);
        topology("],\"topology2d\":", person.topology2d());
        out.raw(",\"joints2d\":[");
        List<Keypoint2D> joints2d = person.joints2d();
        for (int k = 0; k < joints2d.size(); k++) {
            separate(k);
            joint(joints2d.get(k));
        }
        topology("],\"topology3d\":", person.topology3d());
        out.raw(",\"joints3d\":[");
        List<Keypoint3D> joints3d = person.joints3d();
        for (int k = 0; k < joints3d.size(); k++) {
            separate(k);
            joint(joints3d.get(k));
        }
        out.raw(']');
        if (tellsPredictedJoints && person.state() == PersonState.PREDICTED) {
            indices(",\"predicted2d\":[", joints2d.size());
            indices(",\"predicted3d\":[", joints3d.size());
        }
        out.raw('}');
    }

    /** All joints up to this one; nothing where there are none. */
    private void indices(String name, int count) {
        if (count == 0) {
            return;
        }
        out.raw(name);
        for (int k = 0; k < count; k++) {
            separate(k);
            out.number(k);
        }
        out.raw(']');
    }

    private void topology(String name, SkeletonTopology topology) {
        out.raw(name);
        if (topology == null) {
            out.raw("null");
        } else {
            out.string(topology.id());
        }
    }

    private void joint(Keypoint2D joint) {
        boolean known = JsonBuffer.isWritable(joint.x()) && JsonBuffer.isWritable(joint.y());
        out.raw('[').number(known ? joint.x() : 0, PIXEL_DECIMALS);
        out.raw(',').number(known ? joint.y() : 0, PIXEL_DECIMALS);
        out.raw(',').number(known ? joint.confidence() : 0, SCORE_DECIMALS).raw(']');
    }

    private void joint(Keypoint3D joint) {
        boolean known = JsonBuffer.isWritable(joint.x()) && JsonBuffer.isWritable(joint.y())
                && JsonBuffer.isWritable(joint.z());
        out.raw('[').number(known ? joint.x() : 0, METRE_DECIMALS);
        out.raw(',').number(known ? joint.y() : 0, METRE_DECIMALS);
        out.raw(',').number(known ? joint.z() : 0, METRE_DECIMALS);
        out.raw(',').number(known ? joint.confidence() : 0, SCORE_DECIMALS).raw(']');
    }

    private void separate(int index) {
        if (index > 0) {
            out.raw(',');
        }
    }
}
