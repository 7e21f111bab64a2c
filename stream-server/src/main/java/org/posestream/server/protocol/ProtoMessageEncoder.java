package org.posestream.server.protocol;

import java.util.List;
import org.posestream.export.JsonBuffer;
import org.posestream.pipeline.CameraState;
import org.posestream.pose.BoundingBox;
import org.posestream.pose.Joint;
import org.posestream.pose.Keypoint2D;
import org.posestream.pose.Keypoint3D;
import org.posestream.pose.PersonPose;
import org.posestream.pose.PersonState;
import org.posestream.pose.PoseFrame;
import org.posestream.pose.SkeletonTopology;
import org.posestream.pose.StageLatency;

/**
 * Messages as {@code ServerMessage} of {@code posestream.proto}, whose numbers of fields these are. Numbers are not
 * rounded; what is not finite is written as in JSON.
 */
final class ProtoMessageEncoder implements MessageEncoder {

    private static final int HELLO = 1;
    private static final int FRAME = 2;
    private static final int STATUS = 3;
    private static final int LAG = 4;
    private static final int TIME = 5;
    private static final int ERROR = 6;

    private final ProtoBuffer out = new ProtoBuffer();

    @Override
    public int hello(Hello hello) {
        out.clear();
        int message = out.begin(HELLO);
        out.string(1, Hello.PROTOCOL);
        out.string(2, hello.server());
        out.string(3, hello.stream());
        options(4, hello.options());
        coordinates(5, hello.options().coordinates());
        out.integer(6, hello.captureNanos());
        out.integer(7, hello.unixMicros());
        for (SkeletonTopology topology : hello.topologies()) {
            topology(8, topology);
        }
        for (StreamStatus status : hello.streams()) {
            status(9, status);
        }
        return end(message);
    }

    @Override
    public int frame(PoseFrame frame, long nowNanos) {
        out.clear();
        int message = out.begin(FRAME);
        out.string(1, frame.stream());
        out.integer(2, frame.sequence());
        out.integer(3, frame.captureNanos());
        if (frame.captureUnixNanos() != PoseFrame.UNKNOWN_TIME) {
            out.presentInteger(4, frame.captureUnixNanos() / 1000);
        }
        long ageNanos = MessageEncoder.ageNanos(frame, nowNanos);
        if (ageNanos != PoseFrame.UNKNOWN_TIME) {
            out.presentInteger(5, ageNanos / 1000);
        }
        out.integer(6, frame.imageWidth());
        out.integer(7, frame.imageHeight());
        List<StageLatency> latencies = frame.latencies();
        for (int i = 0; i < latencies.size(); i++) {
            latency(8, latencies.get(i));
        }
        List<PersonPose> people = frame.people();
        for (int i = 0; i < people.size(); i++) {
            person(9, people.get(i));
        }
        return end(message);
    }

    @Override
    public int status(StreamStatus status) {
        out.clear();
        status(STATUS, status);
        return out.length();
    }

    @Override
    public int lag(LagNotice lag) {
        out.clear();
        int message = out.begin(LAG);
        out.string(1, lag.stream());
        out.integer(2, lag.lost());
        out.integer(3, lag.lostTotal());
        return end(message);
    }

    @Override
    public int time(TimeReply time) {
        out.clear();
        int message = out.begin(TIME);
        out.integer(1, time.id());
        out.integer(2, time.clientMicros());
        out.integer(3, time.captureNanos());
        out.integer(4, time.unixMicros());
        return end(message);
    }

    @Override
    public int error(ProtocolException refusal) {
        out.clear();
        int message = out.begin(ERROR);
        out.string(1, refusal.code().label());
        out.string(2, refusal.getMessage());
        return end(message);
    }

    @Override
    public byte[] bytes() {
        return out.bytes();
    }

    private int end(int message) {
        out.end(message);
        return out.length();
    }

    private void options(int field, SubscribeOptions options) {
        int start = out.begin(field);
        if (options.joints() != null) {
            out.presentString(1, options.joints().id());
        }
        out.presentString(2, options.people().label());
        out.presentNumber(3, options.maxRate());
        out.presentString(4, options.coordinates().label());
        out.presentString(5, options.dimensions().label());
        out.end(start);
    }

    private void coordinates(int field, CoordinatePreset preset) {
        int start = out.begin(field);
        out.string(1, preset.label());
        out.string(2, preset.handedness());
        out.string(3, preset.x().label());
        out.string(4, preset.y().label());
        out.string(5, preset.z().label());
        out.string(6, preset.unit().label());
        out.end(start);
    }

    private void topology(int field, SkeletonTopology topology) {
        int start = out.begin(field);
        out.string(1, topology.id());
        for (Joint joint : topology.joints()) {
            int one = out.begin(2);
            out.string(1, joint.name());
            out.zigZag(2, joint.parent());
            out.integer(3, joint.mirror());
            out.end(one);
        }
        out.end(start);
    }

    private void status(int field, StreamStatus status) {
        int start = out.begin(field);
        out.string(1, status.stream());
        out.integer(2, number(status.state()));
        out.integer(3, status.inStateMillis());
        out.integer(4, status.imageWidth());
        out.integer(5, status.imageHeight());
        out.number(6, status.framesPerSecondIn());
        out.number(7, status.framesPerSecondOut());
        out.integer(8, status.failedFrames());
        if (status.error().isPresent()) {
            out.presentString(9, status.error().get());
        }
        out.end(start);
    }

    private void latency(int field, StageLatency latency) {
        int start = out.begin(field);
        out.presentString(1, latency.stage());
        out.presentInteger(2, latency.micros());
        out.end(start);
    }

    private void person(int field, PersonPose person) {
        int start = out.begin(field);
        out.integer(1, person.id());
        out.integer(2, number(person.state()));
        out.number(3, finite(person.score()));
        box(4, person.box());
        topology(5, 6, person.topology2d(), 3 * person.joints2d().size());
        List<Keypoint2D> joints2d = person.joints2d();
        for (int k = 0; k < joints2d.size(); k++) {
            joint(joints2d.get(k));
        }
        topology(7, 8, person.topology3d(), 4 * person.joints3d().size());
        List<Keypoint3D> joints3d = person.joints3d();
        for (int k = 0; k < joints3d.size(); k++) {
            joint(joints3d.get(k));
        }
        if (person.state() == PersonState.PREDICTED) {
            indices(9, joints2d.size());
            indices(10, joints3d.size());
        }
        out.end(start);
    }

    private void box(int field, BoundingBox box) {
        out.beginFloats(field, 4);
        out.packed(finite(box.x()));
        out.packed(finite(box.y()));
        out.packed(finite(box.width()));
        out.packed(finite(box.height()));
    }

    /** Names the topology, and begins the list of its joints' numbers. */
    private void topology(int nameField, int listField, SkeletonTopology topology, int count) {
        if (topology != null) {
            out.string(nameField, topology.id());
        }
        if (count > 0) {
            out.beginFloats(listField, count);
        }
    }

    private void joint(Keypoint2D joint) {
        boolean known = JsonBuffer.isWritable(joint.x()) && JsonBuffer.isWritable(joint.y());
        out.packed(known ? joint.x() : 0);
        out.packed(known ? joint.y() : 0);
        out.packed(known ? finite(joint.confidence()) : 0);
    }

    private void joint(Keypoint3D joint) {
        boolean known = JsonBuffer.isWritable(joint.x()) && JsonBuffer.isWritable(joint.y())
                && JsonBuffer.isWritable(joint.z());
        out.packed(known ? joint.x() : 0);
        out.packed(known ? joint.y() : 0);
        out.packed(known ? joint.z() : 0);
        out.packed(known ? finite(joint.confidence()) : 0);
    }

    /** All joints up to this one; nothing where there are none. */
    private void indices(int field, int count) {
        if (count == 0) {
            return;
        }
        int start = out.begin(field);
        for (int k = 0; k < count; k++) {
            out.packed(k);
        }
        out.end(start);
    }

    private static float finite(float value) {
        return JsonBuffer.isWritable(value) ? value : 0;
    }

    private static int number(PersonState state) {
        return switch (state) {
            case TRACKED -> 1;
            case PREDICTED -> 2;
            case LOST -> 3;
        };
    }

    private static int number(CameraState state) {
        return switch (state) {
            case CONNECTING -> 1;
            case STREAMING -> 2;
            case STALLED -> 3;
            case BACKING_OFF -> 4;
            case FAILED -> 5;
            case PAUSED -> 6;
            case STOPPED -> 7;
        };
    }
}
