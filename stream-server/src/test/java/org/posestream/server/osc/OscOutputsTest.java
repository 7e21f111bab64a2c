package org.posestream.server.osc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.posestream.pose.Keypoint3D;
import org.posestream.pose.PersonPose;
import org.posestream.pose.PoseFrame;
import org.posestream.rig.RigPeople;
import org.posestream.server.config.OscConfig;
import org.posestream.server.config.PoseStreamConfig;
import org.posestream.server.config.VmcConfig;
import org.slf4j.LoggerFactory;

/** Over real sockets of this machine. */
@Timeout(60)
class OscOutputsTest {

    /** The joints of ours by the bones of Unity that begin there. */
    private static final Map<String, String> JOINTS = Map.ofEntries(
            Map.entry("LeftUpperLeg", "left_hip"), Map.entry("LeftLowerLeg", "left_knee"),
            Map.entry("LeftFoot", "left_ankle"), Map.entry("RightUpperLeg", "right_hip"),
            Map.entry("RightLowerLeg", "right_knee"), Map.entry("RightFoot", "right_ankle"),
            Map.entry("LeftUpperArm", "left_shoulder"), Map.entry("LeftLowerArm", "left_elbow"),
            Map.entry("LeftHand", "left_wrist"), Map.entry("RightUpperArm", "right_shoulder"),
            Map.entry("RightLowerArm", "right_elbow"), Map.entry("RightHand", "right_wrist"),
            Map.entry("Hips", "pelvis"), Map.entry("Chest", "spine"), Map.entry("Neck", "thorax"),
            Map.entry("Head", "head"));

    private final OscOutputs outputs = new OscOutputs();
    private final BlockingQueue<String> log = new LinkedBlockingQueue<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(UdpTarget.class);
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            log.add(event.getFormattedMessage());
        }
    };

    @BeforeEach
    void listenToTheLog() {
        appender.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(appender);
    }

    @AfterEach
    void close() {
        outputs.close();
        logger.detachAppender(appender);
        logger.setLevel(null);
    }

    @Test
    void shouldPutTheBonesOfAnAvatarWhereTheJointsAre() throws IOException {
        try (Marionette marionette = new Marionette()) {
            outputs.configure(avatar(marionette.port(), "largest"));
            for (int i = 0; i < 50; i++) {
                // Always somebody else, whose proportions are taken as they are in the first frame.
                PersonPose person = RigPeople.h36m(i + 1, RigPeople.any(new Random(i)));
                outputs.publish(frame(i * 2_000_000_000L, person), null);
                List<OscMessage> frame = nextPose(marionette);

                assertEquals(58, frame.size());
                assertEquals(55, marionette.bones());
                double[] hips = marionette.position("Hips");
                JOINTS.forEach((bone, joint) -> assertAt(person, joint, hips, marionette.position(bone)));
                double lowest = List.of("LeftFoot", "RightFoot", "LeftToes", "RightToes").stream()
                        .mapToDouble(bone -> marionette.position(bone)[1]).min().orElseThrow();
                assertTrue(lowest > 0 && lowest < 0.081, "an ankle or the ball of a foot stands: " + lowest);
            }
        }
    }

    /** Without the state that is sent once a second while nobody is there. */
    private static List<OscMessage> nextPose(Marionette marionette) throws IOException {
        List<OscMessage> frame = marionette.receiveFrame();
        while (frame.size() == 2) {
            frame = marionette.receiveFrame();
        }
        return frame;
    }

    private static void assertAt(PersonPose person, String joint, double[] hips, double[] bone) {
        Keypoint3D expected = person.joints3d().get(person.topology3d().indexOf(joint));
        // The camera's axes, all negated.
        assertEquals(-expected.x(), bone[0] - hips[0], 1e-5, joint);
        assertEquals(-expected.y(), bone[1] - hips[1], 1e-5, joint);
        assertEquals(-expected.z(), bone[2] - hips[2], 1e-5, joint);
    }

    @Test
    void shouldSendEachPersonToATargetOfTheirOwn() throws IOException {
        PersonPose one = RigPeople.h36m(1, RigPeople.tPose());
        PersonPose two = RigPeople.h36m(2, RigPeople.any(new Random(1)));
        try (Marionette first = new Marionette(); Marionette second = new Marionette()) {
            VmcConfig a = new VmcConfig("127.0.0.1:" + first.port(), Optional.of("hall"), "1st", 0);
            VmcConfig b = new VmcConfig("127.0.0.1:" + second.port(), Optional.of("hall"), "2nd", 0);
            outputs.configure(PoseStreamConfig.DEFAULT.withVmc(Map.of("a", a, "b", b)));
            outputs.publish(frame(0, one, two), null);

            nextPose(first);
            nextPose(second);
            assertAt(one, "left_wrist", first.position("Hips"), first.position("LeftHand"));
            assertAt(two, "left_wrist", second.position("Hips"), second.position("LeftHand"));
        }
    }

    @Test
    void shouldSendJointsToo() throws IOException {
        try (Marionette receiver = new Marionette()) {
            outputs.configure(PoseStreamConfig.DEFAULT.withOsc(Map.of("patch", OscConfig.DEFAULT.withAddress(
                    "localhost:" + receiver.port()))));
            outputs.publish(frame(0, RigPeople.h36m(9, RigPeople.tPose())), null);

            List<OscMessage> messages = new ArrayList<>();
            while (messages.size() < 21) {
                messages.addAll(receiver.receive());
            }
            assertEquals("/posestream/hall/frame", messages.get(0).address());
            assertEquals(1, messages.get(0).integer(1));
            assertTrue(messages.stream().anyMatch(message ->
                    message.address().equals("/posestream/hall/person/9/joint/left_wrist")));
        }
    }

    @Test
    void shouldSayThatItLivesWhileNobodyIsThereAndThatItEnds() throws IOException {
        try (Marionette marionette = new Marionette()) {
            outputs.configure(avatar(marionette.port(), "largest"));
            assertEquals(List.of(0, 0, 0, 0), marionette.receiveFrame().get(0).arguments(), "after a second");
            outputs.publish(frame(0, RigPeople.h36m(1, RigPeople.tPose())), null);
            assertEquals(List.of(1, 3, 0, 1), nextPose(marionette).get(56).arguments());

            outputs.configure(PoseStreamConfig.DEFAULT);

            assertEquals(List.of(0, 0, 0, 0), marionette.receiveFrame().get(0).arguments());
        }
    }

    @Test
    void shouldLeaveTargetsWhoseSettingsAreTheSameAsTheyAre() throws Exception {
        try (Marionette marionette = new Marionette(); Marionette other = new Marionette()) {
            outputs.configure(avatar(marionette.port(), "largest"));
            assertEquals("vmc.avatar: sends to 127.0.0.1:" + marionette.port(), log.take());
            outputs.configure(avatar(marionette.port(), "largest"));
            outputs.configure(avatar(other.port(), "2nd"));

            assertEquals("vmc.avatar: sends to 127.0.0.1:" + other.port(), log.take());
            String ended = log.take();
            assertTrue(ended.matches("vmc.avatar: ended; [1-9]\\d* datagrams sent, 0 lost in a full buffer, 0 frames"
                    + " replaced by newer ones"), ended);
            assertEquals(List.of(0, 0, 0, 0), marionette.receiveFrame().get(0).arguments());
        }
    }

    @Test
    void shouldTellOnceThatNobodyListensAndReachWhoComesLater() throws Exception {
        int port;
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        outputs.configure(avatar(port, "largest"));
        log.take();
        long captureNanos = 0;
        String line = null;
        while (line == null) {
            outputs.publish(frame(captureNanos += 1000, RigPeople.h36m(1, RigPeople.tPose())), null);
            line = log.poll(10, TimeUnit.MILLISECONDS);
        }
        assertEquals("vmc.avatar: nobody listens at 127.0.0.1:" + port + "; start the receiver, or mend the address"
                + " (sending goes on)", line);
        assertEquals(null, log.poll(), "told once");

        try (DatagramSocket late = new DatagramSocket(port, InetAddress.getLoopbackAddress())) {
            late.setSoTimeout(10);
            boolean heard = false;
            while (!heard) {
                outputs.publish(frame(captureNanos += 1000, RigPeople.h36m(1, RigPeople.tPose())), null);
                heard = hears(late);
            }
        }
        assertTrue(log.stream().noneMatch(each -> each.contains("nobody")), log::toString);
    }

    private static boolean hears(DatagramSocket socket) throws IOException {
        try {
            socket.receive(new DatagramPacket(new byte[2000], 2000));
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    @Test
    void shouldTellOnceThatAHostIsNotKnown() throws Exception {
        outputs.configure(PoseStreamConfig.DEFAULT.withVmc(Map.of("avatar",
                new VmcConfig("no-such-host.invalid", Optional.empty(), "largest", 0))));
        assertEquals("vmc.avatar: sends to no-such-host.invalid:39539", log.take());

        for (int i = 0; i < 100; i++) {
            outputs.publish(frame(i, RigPeople.h36m(1, RigPeople.tPose())), null);
        }

        assertEquals("vmc.avatar: host 'no-such-host.invalid' is not known; mend the address, or the name service"
                + " (tried again every 5 s)", log.take());
        assertEquals(null, log.poll(), "told once");
    }

    private static PoseStreamConfig avatar(int port, String person) {
        return PoseStreamConfig.DEFAULT.withVmc(Map.of("avatar",
                new VmcConfig("127.0.0.1:" + port, Optional.of("hall"), person, 0)));
    }

    private static PoseFrame frame(long captureNanos, PersonPose... people) {
        return new PoseFrame("hall", 0, captureNanos, 640, 480, List.of(), List.of(people));
    }
}
