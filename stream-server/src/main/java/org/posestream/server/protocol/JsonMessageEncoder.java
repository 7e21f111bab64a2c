package org.posestream.server.protocol;

import java.util.List;
import org.posestream.export.JsonBuffer;
import org.posestream.export.PoseJsonEncoder;
import org.posestream.pose.Joint;
import org.posestream.pose.PoseFrame;
import org.posestream.pose.SkeletonTopology;

/** Messages as JSON objects, in UTF-8; {@code posestream-server.schema.json} describes them. */
final class JsonMessageEncoder implements MessageEncoder {

    private static final int RATE_DECIMALS = 3;

    private final JsonBuffer out = new JsonBuffer();
    private final PoseJsonEncoder frames = new PoseJsonEncoder(out, true);

    @Override
    public int hello(Hello hello) {
        begin("hello");
        out.raw(",\"protocol\":").string(Hello.PROTOCOL);
        out.raw(",\"server\":").string(hello.server());
        out.raw(",\"stream\":").string(hello.stream());
        options(hello.options());
        coordinates(hello.options().coordinates());
        now(hello.captureNanos(), hello.unixMicros());
        out.raw(",\"topologies\":[");
        for (int i = 0; i < hello.topologies().size(); i++) {
            separate(i);
            topology(hello.topologies().get(i));
        }
        out.raw("],\"streams\":[");
        for (int i = 0; i < hello.streams().size(); i++) {
            separate(i);
            out.raw('{');
            statusFields(hello.streams().get(i));
            out.raw('}');
        }
        out.raw(']');
        return end();
    }

    @Override
    public int frame(PoseFrame frame, long nowNanos) {
        begin("frame");
        out.raw(',');
        frames.appendFields(frame, MessageEncoder.ageNanos(frame, nowNanos));
        return end();
    }

    @Override
    public int status(StreamStatus status) {
        begin("status");
        out.raw(',');
        statusFields(status);
        return end();
    }

    @Override
    public int lag(LagNotice lag) {
        begin("lag");
        out.raw(",\"stream\":").string(lag.stream());
        out.raw(",\"lost\":").number(lag.lost());
        out.raw(",\"lostTotal\":").number(lag.lostTotal());
        return end();
    }

    @Override
    public int time(TimeReply time) {
        begin("time");
        out.raw(",\"id\":").number(time.id());
        out.raw(",\"clientMicros\":").number(time.clientMicros());
        now(time.captureNanos(), time.unixMicros());
        return end();
    }

    @Override
    public int error(ProtocolException refusal) {
        begin("error");
        out.raw(",\"code\":").string(refusal.code().label());
        out.raw(",\"reason\":").string(refusal.getMessage());
        return end();
    }

    @Override
    public byte[] bytes() {
        return out.bytes();
    }

    private void begin(String type) {
        out.clear();
        out.raw("{\"type\":\"").raw(type).raw('"');
    }

    private int end() {
        out.raw('}');
        return out.length();
    }

    private void options(SubscribeOptions options) {
        out.raw(",\"options\":{\"joints\":");
        if (options.joints() == null) {
            out.raw("null");
        } else {
            out.string(options.joints().id());
        }
        out.raw(",\"people\":").string(options.people().label());
        out.raw(",\"maxRate\":").number((float) options.maxRate(), RATE_DECIMALS);
        out.raw(",\"coordinates\":").string(options.coordinates().label());
        out.raw(",\"dimensions\":").string(options.dimensions().label()).raw('}');
    }

    private void coordinates(CoordinatePreset preset) {
        out.raw(",\"coordinates\":{\"preset\":").string(preset.label());
        out.raw(",\"handedness\":").string(preset.handedness());
        out.raw(",\"x\":").string(preset.x().label());
        out.raw(",\"y\":").string(preset.y().label());
        out.raw(",\"z\":").string(preset.z().label());
        out.raw(",\"unit\":").string(preset.unit().label()).raw('}');
    }

    private void now(long captureNanos, long unixMicros) {
        out.raw(",\"captureNanos\":").number(captureNanos);
        out.raw(",\"unixMicros\":").number(unixMicros);
    }

    private void topology(SkeletonTopology topology) {
        out.raw("{\"id\":").string(topology.id()).raw(",\"joints\":[");
        List<Joint> joints = topology.joints();
        for (int k = 0; k < joints.size(); k++) {
            separate(k);
            out.raw("{\"name\":").string(joints.get(k).name());
            out.raw(",\"parent\":").number(joints.get(k).parent());
            out.raw(",\"mirror\":").number(joints.get(k).mirror()).raw('}');
        }
        out.raw("]}");
    }

    private void statusFields(StreamStatus status) {
        out.raw("\"stream\":").string(status.stream());
        out.raw(",\"state\":").string(status.state().label());
        out.raw(",\"inStateMillis\":").number(status.inStateMillis());
        if (status.imageWidth() > 0) {
            out.raw(",\"imageWidth\":").number(status.imageWidth());
            out.raw(",\"imageHeight\":").number(status.imageHeight());
        }
        out.raw(",\"framesPerSecondIn\":").number((float) status.framesPerSecondIn(), RATE_DECIMALS);
        out.raw(",\"framesPerSecondOut\":").number((float) status.framesPerSecondOut(), RATE_DECIMALS);
        out.raw(",\"failedFrames\":").number(status.failedFrames());
        if (status.error().isPresent()) {
            out.raw(",\"error\":").string(status.error().get());
        }
    }

    private void separate(int index) {
        if (index > 0) {
            out.raw(',');
        }
    }
}
