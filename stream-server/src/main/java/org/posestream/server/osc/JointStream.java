package org.posestream.server.osc;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.posestream.pipeline.RateLimit;
import org.posestream.pose.BoundingBox;
import org.posestream.pose.Keypoint2D;
import org.posestream.pose.Keypoint3D;
import org.posestream.pose.PersonPose;
import org.posestream.pose.PersonState;
import org.posestream.pose.PoseFrame;
import org.posestream.server.protocol.LostPeople;
import org.posestream.server.protocol.SubscribeOptions;

/**
 * Joints under addresses that a patch can be wired to; {@code docs/11-vmc-osc.md} lists them. Numbers are int32 and
 * float32 alone, which every tool reads.
 */
final class JointStream implements OscSource {

    private static final String ROOT = "/posestream/";
    private static final long FORGET_NANOS = TimeUnit.MINUTES.toNanos(10);

    private final Optional<String> camera;
    private final SubscribeOptions options;
    private final double maxRate;
    private final Map<String, Stream> streams = new HashMap<>();
    private final StringBuilder address = new StringBuilder();

    /** What is kept of a camera. */
    private static final class Stream {
        private final LostPeople lost = new LostPeople();
        private final RateLimit gate;
        private long newestNanos;

        Stream(double maxRate) {
            gate = new RateLimit(maxRate);
        }
    }

    /**
     * @param camera whose frames; without a name those of all cameras
     * @param options what of them; its rate is not asked for
     * @param maxRate frames a second of each camera at most; 0 for all
     */
    JointStream(Optional<String> camera, SubscribeOptions options, double maxRate) {
        this.camera = camera;
        this.options = options;
        this.maxRate = maxRate;
    }

    @Override
    public boolean wants(String stream) {
        return camera.isEmpty() || camera.get().equals(stream);
    }

    @Override
    public void frame(PoseFrame frame, long nowNanos, OscWriter out) {
        streams.values().removeIf(stream -> nowNanos - stream.newestNanos > FORGET_NANOS);
        Stream stream = streams.computeIfAbsent(frame.stream(), name -> new Stream(maxRate));
        stream.newestNanos = nowNanos;
        PoseFrame withLost = stream.lost.apply(frame);
        if (stream.gate.admits(frame.captureNanos())) {
            write(options.apply(withLost), out);
        }
    }

    /** Nothing: who listens for joints takes silence for what it is. */
    @Override
    public void silence(long nowNanos, OscWriter out) {
        // See above.
    }

    @Override
    public void farewell(long nowNanos, OscWriter out) {
        // Nobody waits for it.
    }

    private void write(PoseFrame frame, OscWriter out) {
        address.setLength(0);
        address.append(ROOT).append(frame.stream());
        int camera = address.length();
        int present = 0;
        for (PersonPose person : frame.people()) {
            present += person.state() == PersonState.LOST ? 0 : 1;
        }
        begin(camera, "/frame", "iiii", out).integer((int) (frame.sequence() & Integer.MAX_VALUE)).integer(present)
                .integer(frame.imageWidth()).integer(frame.imageHeight()).end();
        for (PersonPose person : frame.people()) {
            address.setLength(camera);
            address.append("/person/").append(person.id());
            write(person, address.length(), out);
        }
    }

    private void write(PersonPose person, int prefix, OscWriter out) {
        begin(prefix, "/state", "s", out).string(person.state().label()).end();
        if (person.state() == PersonState.LOST) {
            return;
        }
        BoundingBox box = person.box();
        begin(prefix, "/score", "f", out).number(person.score()).end();
        begin(prefix, "/box", "ffff", out).number(box.x()).number(box.y()).number(box.width()).number(box.height())
                .end();
        List<Keypoint2D> joints2d = person.joints2d();
        for (int k = 0; k < joints2d.size(); k++) {
            Keypoint2D joint = joints2d.get(k);
            boolean known = Float.isFinite(joint.x() + joint.y());
            begin(prefix, "/joint2d/", person.topology2d().joint(k).name(), "fff", out).number(known ? joint.x() : 0)
                    .number(known ? joint.y() : 0).number(known ? joint.confidence() : 0).end();
        }
        List<Keypoint3D> joints3d = person.joints3d();
        for (int k = 0; k < joints3d.size(); k++) {
            Keypoint3D joint = joints3d.get(k);
            boolean known = Float.isFinite(joint.x() + joint.y() + joint.z());
            begin(prefix, "/joint/", person.topology3d().joint(k).name(), "ffff", out).number(known ? joint.x() : 0)
                    .number(known ? joint.y() : 0).number(known ? joint.z() : 0)
                    .number(known ? joint.confidence() : 0).end();
        }
    }

    private OscWriter begin(int prefix, String name, String types, OscWriter out) {
        return begin(prefix, name, "", types, out);
    }

    /** A message whose address is the prefix that stands already, and this. */
    private OscWriter begin(int prefix, String name, String more, String types, OscWriter out) {
        address.setLength(prefix);
        address.append(name).append(more);
        return out.begin(address, types);
    }
}
