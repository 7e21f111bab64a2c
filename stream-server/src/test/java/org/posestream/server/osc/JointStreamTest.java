package org.posestream.server.osc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.posestream.pose.BoundingBox;
import org.posestream.pose.Keypoint2D;
import org.posestream.pose.Keypoint3D;
import org.posestream.pose.PersonPose;
import org.posestream.pose.PersonState;
import org.posestream.pose.PoseFrame;
import org.posestream.pose.SkeletonTopology;
import org.posestream.server.protocol.CoordinatePreset;
import org.posestream.server.protocol.Dimensions;
import org.posestream.server.protocol.PeopleFilter;
import org.posestream.server.protocol.SubscribeOptions;

class JointStreamTest {

    private static final long FRAME = 33_333_333;

    private final OscWriter out = new OscWriter();

    @Test
    void shouldSendEveryJointUnderItsName() {
        JointStream stream = new JointStream(Optional.empty(), SubscribeOptions.DEFAULT, 0);

        stream.frame(frame("hall", 5_000_000_000L, 0, person(3)), 0, out);
        List<OscMessage> sent = messages();

        assertEquals(new OscMessage("/posestream/hall/frame", List.of(705_032_704, 1, 640, 480)), sent.get(0),
                "31 bits of the sequence");
        assertEquals(new OscMessage("/posestream/hall/person/3/state", List.of("predicted")), sent.get(1));
        assertEquals(new OscMessage("/posestream/hall/person/3/score", List.of(0.75f)), sent.get(2));
        assertEquals(new OscMessage("/posestream/hall/person/3/box", List.of(1f, 2f, 3f, 4f)), sent.get(3));
        assertEquals(new OscMessage("/posestream/hall/person/3/joint2d/nose", List.of(0f, 100f, 0.5f)), sent.get(4));
        assertEquals(new OscMessage("/posestream/hall/person/3/joint2d/right_ankle", List.of(16f, 100f, 0.5f)),
                sent.get(20));
        assertEquals(new OscMessage("/posestream/hall/person/3/joint/pelvis", List.of(0f, 0.25f, 2f, 0.5f)),
                sent.get(21));
        assertEquals(new OscMessage("/posestream/hall/person/3/joint/right_wrist", List.of(16f, 0.25f, 2f, 0.5f)),
                sent.get(37));
        assertEquals(38, sent.size());
    }

    @Test
    void shouldObeyTheOptions() {
        SubscribeOptions options = new SubscribeOptions(null, PeopleFilter.ofIds(List.of(4L)), 0,
                CoordinatePreset.UNREAL, Dimensions.SPACE);
        JointStream stream = new JointStream(Optional.of("hall"), options, 15);
        assertTrue(stream.wants("hall") && !stream.wants("desk"));

        stream.frame(frame("hall", 0, 0, person(3), person(4)), 0, out);
        List<OscMessage> sent = messages();
        assertEquals(1 + 3 + 17, sent.size());
        assertEquals(new OscMessage("/posestream/hall/person/4/joint/right_hip", List.of(200f, 100f, -25f, 0.5f)),
                sent.get(5), "forward, right, up in centimetres");

        stream.frame(frame("hall", 1, FRAME, person(4)), 0, out);
        assertEquals(List.of(), messages(), "15 frames a second of 30");
        stream.frame(frame("hall", 2, 2 * FRAME, person(4)), 0, out);
        assertEquals(21, messages().size());
    }

    @Test
    void shouldTellForHalfASecondWhoIsLost() {
        JointStream stream = new JointStream(Optional.empty(), SubscribeOptions.DEFAULT, 0);
        stream.frame(frame("hall", 0, 0, person(3)), 0, out);
        messages();

        stream.frame(frame("hall", 1, FRAME), 0, out);
        assertEquals(List.of(new OscMessage("/posestream/hall/frame", List.of(1, 0, 640, 480)),
                new OscMessage("/posestream/hall/person/3/state", List.of("lost"))), messages());
        stream.frame(frame("hall", 20, 20 * FRAME), 0, out);
        assertEquals(List.of(new OscMessage("/posestream/hall/frame", List.of(20, 0, 640, 480))), messages());
    }

    @Test
    void shouldSendJointsThatAreNoNumbersAsUnknown() {
        PersonPose person = new PersonPose(1, 1, new BoundingBox(0, 0, 1, 1), SkeletonTopology.COCO_17,
                List.of(new Keypoint2D(Float.NaN, 3, 1)), SkeletonTopology.H36M_17,
                List.of(new Keypoint3D(1, Float.POSITIVE_INFINITY, 3, 1)));

        new JointStream(Optional.empty(), SubscribeOptions.DEFAULT, 0).frame(frame("hall", 0, 0, person), 0, out);

        List<OscMessage> sent = messages();
        assertEquals(List.of(0f, 0f, 0f), sent.get(4).arguments());
        assertEquals(List.of(0f, 0f, 0f, 0f), sent.get(5).arguments());
    }

    private static PersonPose person(long id) {
        List<Keypoint2D> flat = new ArrayList<>();
        List<Keypoint3D> deep = new ArrayList<>();
        for (int k = 0; k < 17; k++) {
            flat.add(new Keypoint2D(k, 100, 0.5f));
            deep.add(new Keypoint3D(k, 0.25f, 2, 0.5f));
        }
        return new PersonPose(id, PersonState.PREDICTED, 0.75f, new BoundingBox(1, 2, 3, 4), SkeletonTopology.COCO_17,
                flat, SkeletonTopology.H36M_17, deep);
    }

    private static PoseFrame frame(String stream, long sequence, long captureNanos, PersonPose... people) {
        return new PoseFrame(stream, sequence, captureNanos, 640, 480, List.of(), List.of(people));
    }

    private List<OscMessage> messages() {
        List<OscMessage> messages = new ArrayList<>();
        for (int i = 0; i < out.count(); i++) {
            messages.addAll(OscMessage.decode(out.datagram(i)));
        }
        out.clear();
        return messages;
    }
}
