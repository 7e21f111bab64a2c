package org.posestream.server.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.posestream.frame.FrameBuffer;
import org.posestream.pipeline.CameraState;
import org.posestream.pose.BoundingBox;
import org.posestream.pose.Keypoint2D;
import org.posestream.pose.PersonPose;
import org.posestream.pose.PoseFrame;
import org.posestream.pose.SkeletonTopology;
import org.posestream.server.protocol.StreamStatus;

class PoseBroadcasterTest {

    private static final long SECOND = 1_000_000_000;

    private final FrameBuffer pixels = new FrameBuffer(0);
    /** One without a cache, so that what is in use is what somebody holds. */
    private final PooledByteBufAllocator allocator = new PooledByteBufAllocator(true, 0, 1, 8192, 3, 0, 0, false);
    private final List<SocketOfTest> sockets = new ArrayList<>();
    private long nowNanos = 1000 * SECOND;
    private final PoseBroadcaster broadcaster = new PoseBroadcaster(Runnable::run, () -> nowNanos, allocator);

    @BeforeEach
    void open() {
        broadcaster.setFacts(new StreamFacts("test", SkeletonTopology.COCO_17, SkeletonTopology.H36M_17));
        broadcaster.open("hall");
    }

    @AfterEach
    void shouldLeaveNothingBehind() {
        sockets.forEach(SocketOfTest::vanish);
        sockets.forEach(SocketOfTest::received);
        assertEquals(0, allocator.pinnedDirectMemory(), "native memory in use when all clients are gone");
        assertEquals(0, broadcaster.readings().stream().mapToInt(StreamReading::subscribers).sum());
        assertEquals(0, broadcaster.readings().stream().mapToInt(StreamReading::feeds).sum());
    }

    @Test
    void shouldSayHelloBeforeAnythingElse() {
        broadcaster.open("attic");
        SocketOfTest hall = join("hall?people=largest");
        publish("hall", 7);

        List<String> received = hall.received();
        assertEquals(2, received.size());
        String hello = received.get(0);
        assertTrue(hello.startsWith("{\"type\":\"hello\",\"protocol\":\"posestream.v1\",\"server\":\"test\","
                + "\"stream\":\"hall\""), hello);
        assertEquals("largest", SocketOfTest.value(hello, "people"));
        assertEquals(Long.toString(nowNanos), SocketOfTest.value(hello, "captureNanos"));
        assertTrue(hello.contains("{\"id\":\"coco17\"") && hello.contains("{\"id\":\"h36m17\""), hello);
        assertTrue(hello.contains("\"state\":\"connecting\"") && !hello.contains("attic"), hello);
        assertTrue(received.get(1).startsWith("{\"type\":\"frame\",\"stream\":\"hall\",\"sequence\":7,"));
    }

    @Test
    void shouldSendEachFrameOnceToEverySubscriberOfItsStream() {
        broadcaster.open("attic");
        SocketOfTest one = join("hall");
        SocketOfTest two = join("hall");
        SocketOfTest other = join("attic");
        publish("hall", 1);
        publish("hall", 2);
        publish("nowhere", 3);

        assertEquals(List.of("hello", "frame 1", "frame 2"), one.kinds());
        assertEquals(List.of("hello", "frame 1", "frame 2"), two.kinds());
        assertEquals(List.of("hello"), other.kinds());
        StreamReading hall = broadcaster.readings().get(1);
        assertEquals(new StreamReading("hall", 2, 1, 4, 0, 0, hall.bytesSent()), hall);
    }

    @Test
    void shouldEncodeOnceForAllWhoWantTheSame() {
        join("hall");
        join("hall?maxRate=5");
        join("hall?people=all&dimensions=2d3d");
        assertEquals(1, broadcaster.readings().get(0).feeds());
        SocketOfTest other = join("hall?coordinates=unity");
        assertEquals(2, broadcaster.readings().get(0).feeds());
        assertEquals(4, broadcaster.readings().get(0).subscribers());
        other.vanish();
        assertEquals(1, broadcaster.readings().get(0).feeds());
    }

    @Test
    void shouldDisconnectOnlyThoseForWhomAFrameCannotBeEncoded() {
        SocketOfTest all = join("hall");
        SocketOfTest first = join("hall?people=1");
        PersonPose sound = new PersonPose(1, 0.9f, new BoundingBox(0, 0, 10, 10), SkeletonTopology.COCO_17,
                List.of(), null, List.of());
        PersonPose unsound = new PersonPose(2, 0.9f, null, SkeletonTopology.COCO_17, List.of(), null, List.of());
        broadcaster.publish(new PoseFrame("hall", 1, nowNanos, 640, 480, List.of(), List.of(sound, unsound)), pixels);
        publish("hall", 2);

        assertEquals(List.of("hello", "close 1011 Internal server error"), all.kinds());
        assertEquals(List.of("hello", "frame 1", "frame 2"), first.kinds());
    }

    @Test
    void shouldKeepOnlyTheNewestFrameForASlowClientAndTellWhatItLost() {
        SocketOfTest slow = join("hall");
        SocketOfTest healthy = join("hall");
        slow.setWritable(false);
        long before = allocator.pinnedDirectMemory();
        IntStream.range(0, 1000).forEach(i -> publish("hall", i));
        assertEquals(1001, healthy.received().size());
        assertTrue(allocator.pinnedDirectMemory() - before <= 64 * 1024, "memory does not grow with what is lost");
        assertEquals(List.of("hello"), slow.kinds());

        slow.setWritable(true);
        List<String> received = slow.received();
        assertEquals("{\"type\":\"lag\",\"stream\":\"hall\",\"lost\":999,\"lostTotal\":999}", received.get(0));
        assertEquals("999", SocketOfTest.value(received.get(1), "sequence"));
        assertEquals(2, received.size());
        assertEquals(999, broadcaster.readings().get(0).framesLost());
    }

    @Test
    void shouldTellOfLostFramesOnceASecondAtMost() {
        SocketOfTest slow = join("hall");
        loseTwoFrames(slow, 0);
        assertEquals(List.of("hello", "lag", "frame 2"), slow.kinds());

        nowNanos += SECOND / 2;
        loseTwoFrames(slow, 10);
        broadcaster.tick();
        assertEquals(List.of("frame 12"), slow.kinds());

        nowNanos += SECOND / 2;
        broadcaster.tick();
        assertEquals(List.of("{\"type\":\"lag\",\"stream\":\"hall\",\"lost\":2,\"lostTotal\":4}"), slow.received());
        nowNanos += 5 * SECOND;
        broadcaster.tick();
        assertEquals(List.of(), slow.received());
    }

    private void loseTwoFrames(SocketOfTest client, long sequence) {
        client.setWritable(false);
        publish("hall", sequence);
        publish("hall", sequence + 1);
        publish("hall", sequence + 2);
        client.setWritable(true);
    }

    @Test
    void shouldNeverSendAnOlderFrameAfterANewerOne() {
        SocketOfTest slow = join("hall");
        slow.setWritable(false);
        publish("hall", 1);
        slow.setWritable(true);
        publish("hall", 2);
        assertEquals(List.of("hello", "frame 1", "frame 2"), slow.kinds());
    }

    @Test
    void shouldSendAllStreamsOverOneSocketAndThoseToCome() {
        broadcaster.open("attic");
        SocketOfTest all = join("*");
        publish("hall", 1);
        publish("attic", 1);
        broadcaster.open("yard");
        publish("yard", 5);
        assertEquals(List.of("hello", "frame 1", "frame 1", "status", "frame 5"), all.kinds());

        all.setWritable(false);
        publish("hall", 2);
        publish("yard", 6);
        publish("hall", 3);
        publish("attic", 2);
        all.setWritable(true);
        List<String> received = all.received();
        assertEquals(List.of("hall", "yard", "attic", "hall"),
                received.stream().map(message -> SocketOfTest.value(message, "stream")).toList(),
                "the newest of each, in turn, behind what was lost");
    }

    @Test
    void shouldTellEverybodyOfAllStreamsThatOneHasStopped() {
        broadcaster.open("attic");
        SocketOfTest all = join("*");
        SocketOfTest one = join("hall");
        all.received();
        one.received();
        all.setWritable(false);
        publish("hall", 1);
        broadcaster.close("hall");

        assertEquals(List.of("frame 1", "status", "close 1001 the stream was removed"), one.kinds());
        all.setWritable(true);
        List<String> received = all.received();
        assertEquals(1, received.size());
        assertEquals("stopped", SocketOfTest.value(received.get(0), "state"));
        publish("attic", 9);
        assertEquals(List.of("frame 9"), all.kinds());
    }

    @Test
    void shouldTellAClientThatItsStreamWasRemovedBetweenTheHandshakeAndItsFirstWord() {
        broadcaster.close("hall");
        assertEquals(List.of("close 1001 the stream was removed"), join("hall").kinds());
    }

    @Test
    void shouldCloseAllWhenTheServerStops() {
        SocketOfTest hall = join("hall");
        SocketOfTest all = join("*");
        broadcaster.closeAll();
        assertEquals(List.of("hello", "close 1001 the server stops"), hall.kinds());
        assertEquals(List.of("hello", "close 1001 the server stops"), all.kinds());
        publish("hall", 1);
        assertEquals(List.of(), hall.kinds());
    }

    @Test
    void shouldTellChangesOfStatusOnceASecondAtMostButNeverLoseTheLast() {
        SocketOfTest client = join("hall");
        setState(CameraState.STREAMING);
        assertEquals(List.of("hello"), client.kinds(), "told of connecting less than a second ago");
        nowNanos += SECOND;
        broadcaster.tick();
        assertEquals("streaming", SocketOfTest.value(client.received().get(0), "state"));

        setState(CameraState.STALLED);
        setState(CameraState.BACKING_OFF);
        client.setWritable(false);
        nowNanos += SECOND;
        broadcaster.tick();
        nowNanos += SECOND;
        setState(CameraState.CONNECTING);
        IntStream.range(0, 100).forEach(i -> publish("hall", i));
        assertEquals(List.of(), client.kinds());
        client.setWritable(true);
        List<String> received = client.received();
        assertEquals("connecting", SocketOfTest.value(received.get(0), "state"));
        assertEquals(3, received.size(), "status, lag, frame");

        nowNanos += SECOND;
        setState(CameraState.CONNECTING);
        assertEquals(List.of(), client.received(), "nothing of note has changed");
    }

    @Test
    void shouldTellOfTheLostOnlyWhereSomebodyLookedWhenTheyWereThere() {
        SocketOfTest first = join("hall");
        broadcaster.publish(empty(1).withPeople(List.of(person(7))), pixels);
        broadcaster.publish(empty(2), pixels);
        assertTrue(first.received().get(2).contains("{\"id\":7,\"state\":\"lost\""));
        broadcaster.publish(empty(3).withPeople(List.of(person(8))), pixels);
        first.vanish();
        broadcaster.publish(empty(4), pixels);

        SocketOfTest second = join("hall");
        broadcaster.publish(empty(1000), pixels);
        assertTrue(second.received().get(1).endsWith("\"people\":[]}"));
    }

    private static PoseFrame empty(long sequence) {
        return new PoseFrame("hall", sequence, sequence * 33_333_333, 640, 480, List.of(), List.of());
    }

    private static PersonPose person(long id) {
        return new PersonPose(id, 0.9f, new BoundingBox(0, 0, 10, 10), SkeletonTopology.COCO_17, List.of(), null,
                List.of());
    }

    @Test
    void shouldSendFramesAsOftenAsAsked() {
        SocketOfTest some = join("hall?maxRate=10");
        SocketOfTest every = join("hall");
        IntStream.range(0, 30).forEach(i -> publish("hall", i));
        assertEquals(11, some.kinds().size());
        assertEquals(31, every.kinds().size());
    }

    @Test
    void shouldTakeOtherOptionsAndForgetWhatWasMadeForTheOldOnes() {
        SocketOfTest client = join("hall");
        client.setWritable(false);
        publish("hall", 1);
        client.say("{\"type\":\"subscribe\",\"dimensions\":\"2d\",\"maxRate\":5}");
        client.setWritable(true);
        publish("hall", 2);
        List<String> received = client.received();
        assertEquals("2d3d", SocketOfTest.value(received.get(0), "dimensions"));
        assertEquals("2d", SocketOfTest.value(received.get(1), "dimensions"));
        assertEquals("2", SocketOfTest.value(received.get(2), "sequence"));
        assertEquals(3, received.size());
        assertEquals(1, broadcaster.readings().get(0).feeds());
    }

    @Test
    void shouldTellTheTime() {
        SocketOfTest client = join("hall");
        client.received();
        client.say("{\"type\":\"time\",\"id\":7,\"clientMicros\":12345}");
        String reply = client.received().get(0);
        assertTrue(reply.startsWith("{\"type\":\"time\",\"id\":7,\"clientMicros\":12345,\"captureNanos\":" + nowNanos
                + ",\"unixMicros\":"), reply);
    }

    @Test
    void shouldOweASlowClientTheNewestOfEachKindOnly() {
        SocketOfTest client = join("hall");
        client.received();
        client.setWritable(false);
        for (int i = 0; i < 9; i++) {
            client.say("{\"type\":\"time\",\"id\":" + i + ",\"clientMicros\":0}");
            client.say(new PingWebSocketFrame(Unpooled.copiedBuffer("p" + i, StandardCharsets.UTF_8)));
        }
        client.setWritable(true);
        List<String> received = client.received();
        assertEquals("8", SocketOfTest.value(received.get(0), "id"));
        assertEquals(List.of("pong p8"), received.subList(1, received.size()));
    }

    @Test
    void shouldRefuseWhatCannotBeDone() {
        assertEquals(List.of("error", "close 1008"), codes(join("hall?colour=red")));
        assertEquals(List.of("error", "close 1008"), codes(join("hall?joints=face68")));
        SocketOfTest client = join("hall");
        client.received();
        client.say("{\"type\":\"subscribe\",\"joints\":7}");
        assertEquals("error", client.kinds().get(0));
        publish("hall", 1);
        assertEquals(List.of(), client.kinds());

        client = join("hall");
        client.received();
        client.say(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(new byte[3])));
        assertEquals(List.of("error", "close 1003"), codes(client));
    }

    @Test
    void shouldRefuseOneFormMoreThanThereMayBe() {
        for (int id = 1; id <= StreamChannel.MAX_FEEDS; id++) {
            assertEquals(List.of("hello"), join("hall?people=" + id).kinds());
        }
        assertEquals(List.of("error", "close 1013"), codes(join("hall?people=99")));
        assertEquals(List.of("hello"), join("hall?people=1").kinds());
        assertEquals(List.of("error", "close 1013"), codes(join("*?people=99")));
    }

    @Test
    void shouldRefuseWhoTalksTooMuch() {
        SocketOfTest client = join("hall");
        client.received();
        for (int i = 0; i < 11; i++) {
            client.say("{\"type\":\"subscribe\"}");
        }
        List<String> kinds = codes(client);
        assertEquals(Collections.nCopies(10, "hello"), kinds.subList(0, 10));
        assertEquals(List.of("error", "close 1008"), kinds.subList(10, kinds.size()));

        client = join("hall");
        client.received();
        for (int i = 0; i < 41; i++) {
            client.say(new PongWebSocketFrame());
        }
        assertEquals(List.of("error", "close 1008"), codes(client));
    }

    @Test
    void shouldAskTheSilentForASignOfLifeAndDropTheDead() {
        SocketOfTest dead = join("hall");
        SocketOfTest alive = join("hall");
        dead.received();
        alive.received();
        nowNanos += 20 * SECOND;
        broadcaster.tick();
        broadcaster.tick();
        assertEquals(List.of("ping"), dead.kinds());
        assertEquals(List.of("ping"), alive.kinds());
        alive.say(new PongWebSocketFrame());
        nowNanos += 39 * SECOND;
        broadcaster.tick();
        assertTrue(dead.isOpen());
        nowNanos += SECOND;
        broadcaster.tick();
        assertFalse(dead.isOpen());
        assertTrue(alive.isOpen());
        assertEquals(1, broadcaster.readings().get(0).subscribers());
    }

    @Test
    void shouldDropAStuckClientThatGivesNoSignOfLife() {
        SocketOfTest stuck = join("hall");
        stuck.setWritable(false);
        for (int second = 0; second < 60; second++) {
            assertTrue(stuck.isOpen());
            publish("hall", second);
            nowNanos += SECOND;
            broadcaster.tick();
        }
        assertFalse(stuck.isOpen());
    }

    @Test
    void shouldWaitAWhileForAClientToAnswerTheClosing() {
        SocketOfTest polite = join("hall");
        SocketOfTest mute = join("hall");
        broadcaster.close("hall");
        assertTrue(polite.isOpen());
        polite.say(new CloseWebSocketFrame(WebSocketCloseStatus.NORMAL_CLOSURE));
        assertFalse(polite.isOpen());
        nowNanos += 2 * SECOND - 1;
        broadcaster.tick();
        assertTrue(mute.isOpen());
        nowNanos += 1;
        broadcaster.tick();
        assertFalse(mute.isOpen());
    }

    @Test
    void shouldAnswerAClosingAndSendNoMore() {
        SocketOfTest client = join("hall");
        client.received();
        client.say(new CloseWebSocketFrame(WebSocketCloseStatus.NORMAL_CLOSURE));
        publish("hall", 1);
        assertEquals(List.of("close 1000 Bye"), client.kinds());
        assertFalse(client.isOpen());
    }

    @Test
    void shouldNotWaitForEverForAClientThatClosesAndReadsNothing() {
        SocketOfTest client = join("hall");
        client.takeNothing();
        client.say(new CloseWebSocketFrame(WebSocketCloseStatus.NORMAL_CLOSURE));
        assertEquals(0, broadcaster.readings().get(0).subscribers());
        nowNanos += 2 * SECOND - 1;
        broadcaster.tick();
        assertTrue(client.isOpen());
        nowNanos += 1;
        broadcaster.tick();
        assertFalse(client.isOpen());
    }

    @Test
    void shouldKnowTheNewestFrameOfAStreamThatNobodyWatches() {
        assertEquals(Optional.empty(), broadcaster.latest("hall"));
        publish("hall", 4);
        assertEquals(4, broadcaster.latest("hall").orElseThrow().sequence());
        assertEquals(Optional.empty(), broadcaster.latest("nowhere"));
    }

    /** Kinds, and close codes without their reasons. */
    private static List<String> codes(SocketOfTest client) {
        return client.kinds().stream().map(kind -> kind.startsWith("close") ? kind.substring(0, 10) : kind).toList();
    }

    private SocketOfTest join(String address) {
        SocketOfTest socket = new SocketOfTest(broadcaster, address);
        sockets.add(socket);
        return socket;
    }

    private void setState(CameraState state) {
        broadcaster.setStatuses(List.of(
                new StreamStatus("hall", state, 0, 640, 480, 30, 30, 0, Optional.empty())));
    }

    private void publish(String stream, long sequence) {
        List<Keypoint2D> joints = Collections.nCopies(17, new Keypoint2D(12.5f, 3, 0.9f));
        PersonPose person = new PersonPose(1, 0.9f, new BoundingBox(1, 2, 3, 4), SkeletonTopology.COCO_17, joints,
                SkeletonTopology.H36M_17, List.of());
        broadcaster.publish(new PoseFrame(stream, sequence, sequence * 33_333_333, 640, 480, List.of(),
                List.of(person)), pixels);
    }
}
