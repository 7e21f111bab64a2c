package org.posestream.server.osc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.posestream.pose.Keypoint3D;
import org.posestream.pose.PersonPose;
import org.posestream.pose.PoseFrame;
import org.posestream.rig.HumanoidBone;
import org.posestream.rig.RigPeople;

class VmcPerformerTest {

    private static final long SECOND = 1_000_000_000;
    private static final PersonPose SOMEBODY = RigPeople.h36m(1, RigPeople.tPose());

    private final OscWriter out = new OscWriter();
    private final VmcPerformer performer = performer(Optional.of("hall"), "largest", 0);

    /** By hand from the protocol's table: the root, and the hips 0.93 m up, both not turned. */
    @Test
    void shouldBeginWithTheBytesOfRootAndHips() {
        performer.frame(frame("hall", 0, SOMEBODY), SECOND, out);

        String identity = "00000000".repeat(3) + "3f800000";
        String root = "00000044" + ascii("/VMC/Ext/Root/Pos\0\0\0,sfffffff\0\0\0root\0\0\0\0")
                + "00000000".repeat(3) + identity;
        String hips = "00000044" + ascii("/VMC/Ext/Bone/Pos\0\0\0,sfffffff\0\0\0Hips\0\0\0\0")
                + "00000000" + hipsHeight() + "00000000" + identity;
        String begin = ascii("#bundle\0") + "0000000000000001" + root + hips;
        assertEquals(begin, hex(out.datagram(0)).substring(0, begin.length()));
    }

    /** A float; the last bit hangs on the order of the sums. */
    private String hipsHeight() {
        float height = read().get(1).number(2);
        assertEquals(0.93f, height, 1e-6f);
        return "%08x".formatted(Float.floatToIntBits(height));
    }

    @Test
    void shouldSendTheRootAllBonesTheStateAndTheTime() {
        performer.frame(frame("hall", 0, SOMEBODY), 3 * SECOND / 2, out);
        List<OscMessage> sent = read();

        List<String> bones = sent.stream().filter(message -> message.address().equals("/VMC/Ext/Bone/Pos"))
                .map(message -> message.text(0)).toList();
        assertEquals(HumanoidBone.all().stream().map(HumanoidBone::unityName).toList(), bones);
        assertEquals("/VMC/Ext/Root/Pos", sent.get(0).address());
        assertEquals(new OscMessage("/VMC/Ext/OK", List.of(1, 3, 0, 1)), sent.get(56));
        assertEquals(new OscMessage("/VMC/Ext/T", List.of(1.5f)), sent.get(57));
        assertEquals(58, sent.size());
        for (int i = 0; i < out.count(); i++) {
            assertTrue(out.datagram(i).remaining() <= 1200);
        }
        assertEquals(4, out.count());
    }

    @Test
    void shouldSayThatNobodyIsThereUntilSomebodyIs() {
        performer.silence(SECOND, out);
        assertEquals(List.of(0, 0, 0, 0), state());
        messages();

        performer.frame(frame("hall", 0), SECOND, out);
        assertEquals(List.of(0, 0, 0, 0), state());
        assertEquals(2, messages().size(), "the state and the time alone");

        performer.frame(frame("hall", 1, SOMEBODY), SECOND, out);
        assertEquals(List.of(1, 3, 0, 1), state());
    }

    @Test
    void shouldHoldThePostureOfSomebodyWhoIsMissed() {
        performer.frame(frame("hall", 0, SOMEBODY), SECOND, out);
        messages();

        performer.frame(frame("hall", 1), SECOND, out);
        assertEquals(List.of(1, 3, 0, 0), state());
        assertEquals(2, messages().size());
    }

    @Test
    void shouldSayThatNothingIsTrackedWhenTheCameraFallsSilent() {
        performer.frame(frame("hall", 0, SOMEBODY), SECOND, out);

        performer.silence(2 * SECOND, out);
        assertEquals(List.of(1, 3, 0, 1), state(), "the rate may hold frames back for so long");
        performer.silence(4 * SECOND, out);
        assertEquals(List.of(1, 3, 0, 0), state());
        performer.farewell(5 * SECOND, out);
        assertEquals(List.of(0, 0, 0, 0), state());
    }

    @Test
    void shouldWaitForJointsInSpace() {
        PersonPose flat = new PersonPose(1, 1, SOMEBODY.box(), SOMEBODY.topology2d(), List.of(), null, List.of());

        performer.frame(frame("hall", 0, flat), SECOND, out);

        assertEquals(List.of(0, 0, 0, 0), state());
    }

    @Test
    void shouldBeginAfreshWithSomebodyElse() {
        PersonPose bent = RigPeople.h36m(1, RigPeople.any(new Random(3)));
        PersonPose other = RigPeople.h36m(2, RigPeople.tPose());
        PersonPose armless = RigPeople.with(RigPeople.with(other, "left_wrist", unseen()), "left_elbow", unseen());

        performer.frame(frame("hall", 0, bent), SECOND, out);
        messages();
        performer.frame(frame("hall", 2 * SECOND, armless), SECOND, out);

        OscMessage arm = messages().stream().filter(message -> !message.arguments().isEmpty()
                && "LeftLowerArm".equals(message.arguments().get(0))).findFirst().orElseThrow();
        assertEquals(1f, arm.number(7), "nothing of the first person's arm is left");
    }

    @Test
    void shouldWantItsCameraAloneAndWithoutOneStayWithTheFirst() {
        assertTrue(performer.wants("hall") && !performer.wants("desk"));

        VmcPerformer any = performer(Optional.empty(), "largest", 0);
        any.frame(frame("desk", 0, SOMEBODY), SECOND, out);
        assertEquals(58, messages().size());
        any.frame(frame("hall", 0, SOMEBODY), 2 * SECOND, out);
        assertEquals(0, messages().size());
        any.frame(frame("hall", 0, SOMEBODY), 3 * SECOND, out);
        assertEquals(58, messages().size(), "the desk is silent for two seconds");
    }

    @Test
    void shouldSendNoMoreThanTheRate() {
        VmcPerformer slow = performer(Optional.of("hall"), "largest", 10);
        int sent = 0;
        for (int i = 0; i < 30; i++) {
            slow.frame(frame("hall", i * SECOND / 30, SOMEBODY), i * SECOND / 30, out);
            sent += messages().isEmpty() ? 0 : 1;
        }
        assertEquals(10, sent);
    }

    private static VmcPerformer performer(Optional<String> camera, String person, double maxRate) {
        return new VmcPerformer(camera, PersonChoice.parse(person), maxRate, 0);
    }

    private static Keypoint3D unseen() {
        return new Keypoint3D(0, 0, 0, 0);
    }

    private static PoseFrame frame(String stream, long captureNanos, PersonPose... people) {
        return new PoseFrame(stream, 0, captureNanos, 640, 480, List.of(), List.of(people));
    }

    private List<Object> state() {
        OscMessage state = read().stream().filter(message -> message.address().equals("/VMC/Ext/OK")).reduce(
                (first, last) -> last).orElseThrow();
        return state.arguments();
    }

    /** What was written, which is then forgotten. */
    private List<OscMessage> messages() {
        List<OscMessage> messages = read();
        out.clear();
        return messages;
    }

    private List<OscMessage> read() {
        List<OscMessage> messages = new ArrayList<>();
        for (int i = 0; i < out.count(); i++) {
            messages.addAll(OscMessage.decode(out.datagram(i)));
        }
        return messages;
    }

    private static String ascii(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String hex(ByteBuffer datagram) {
        byte[] bytes = new byte[datagram.remaining()];
        datagram.get(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
