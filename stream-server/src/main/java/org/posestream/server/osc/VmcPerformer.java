package org.posestream.server.osc;

import java.util.Optional;
import org.posestream.pipeline.RateLimit;
import org.posestream.pose.PersonPose;
import org.posestream.pose.PoseFrame;
import org.posestream.rig.BodyPoints;
import org.posestream.rig.HumanoidBone;
import org.posestream.rig.HumanoidPose;
import org.posestream.rig.HumanoidSolver;
import org.posestream.rig.Quaternion;
import org.posestream.rig.Vec3;

/**
 * One person as the VMC protocol tells of a performer: root, all bones in local pose, then that all is well, and the
 * time. While the person is not there, and while no frames come, only that and the time are sent, with tracking status
 * 0: receivers hold the last posture.
 */
final class VmcPerformer implements OscSource {

    /** A stream that brings nothing for so long makes room for another, where any will do. */
    private static final long STREAM_PATIENCE_NANOS = 2_000_000_000L;
    private static final int CALIBRATED = 3;
    private static final int NORMAL_MODE = 0;
    /** As a float, the time of a day still tells frames of 120 a second apart. */
    private static final double DAY_SECONDS = 86_400;

    private final Optional<String> camera;
    private final PersonChoice choice;
    private final RateLimit gate;
    private final long startNanos;
    private String stream = "";
    private long streamNanos;
    private HumanoidSolver solver = new HumanoidSolver();
    private long solvedId;
    private boolean loaded;
    private boolean tracked;

    /**
     * A performer nobody has been seen of yet.
     *
     * @param camera whose people; without a name those of the first stream that brings frames
     * @param maxRate frames a second at most; 0 for all
     * @param startNanos when the time that is sent begins
     */
    VmcPerformer(Optional<String> camera, PersonChoice choice, double maxRate, long startNanos) {
        this.camera = camera;
        this.choice = choice;
        this.gate = new RateLimit(maxRate);
        this.startNanos = startNanos;
    }

    @Override
    public boolean wants(String name) {
        return camera.isEmpty() || camera.get().equals(name);
    }

    @Override
    public void frame(PoseFrame frame, long nowNanos, OscWriter out) {
        if (!frame.stream().equals(stream) && !stream.isEmpty() && nowNanos - streamNanos < STREAM_PATIENCE_NANOS) {
            return;
        }
        stream = frame.stream();
        streamNanos = nowNanos;
        if (!gate.admits(frame.captureNanos())) {
            return;
        }
        PersonPose person = choice.choose(frame);
        tracked = person != null && BodyPoints.areKnownBy(person.topology3d()) && !person.joints3d().isEmpty();
        if (tracked) {
            pose(solve(person, frame.captureNanos()), out);
            loaded = true;
        }
        state(nowNanos, out);
    }

    @Override
    public void silence(long nowNanos, OscWriter out) {
        // Frames that the rate holds back are no silence of the camera.
        tracked &= nowNanos - streamNanos < STREAM_PATIENCE_NANOS;
        state(nowNanos, out);
    }

    @Override
    public void farewell(long nowNanos, OscWriter out) {
        loaded = false;
        tracked = false;
        state(nowNanos, out);
    }

    private HumanoidPose solve(PersonPose person, long captureNanos) {
        if (person.id() != solvedId) {
            solver = new HumanoidSolver();
            solvedId = person.id();
        }
        return solver.solve(BodyPoints.of(person), captureNanos);
    }

    private static void pose(HumanoidPose pose, OscWriter out) {
        transform("/VMC/Ext/Root/Pos", "root", Vec3.ZERO, Quaternion.IDENTITY, out);
        for (HumanoidBone bone : HumanoidBone.all()) {
            transform("/VMC/Ext/Bone/Pos", bone.unityName(), pose.position(bone), pose.rotation(bone), out);
        }
    }

    private static void transform(String address, String name, Vec3 p, Quaternion q, OscWriter out) {
        out.begin(address, "sfffffff").string(name).number(p.x()).number(p.y()).number(p.z())
                .number(q.x()).number(q.y()).number(q.z()).number(q.w()).end();
    }

    private void state(long nowNanos, OscWriter out) {
        out.begin("/VMC/Ext/OK", "iiii").integer(loaded ? 1 : 0).integer(loaded ? CALIBRATED : 0).integer(NORMAL_MODE)
                .integer(tracked ? 1 : 0).end();
        out.begin("/VMC/Ext/T", "f").number((nowNanos - startNanos) * 1e-9 % DAY_SECONDS).end();
    }
}
