package org.posestream.server.preview;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.posestream.frame.ColorMatrix;
import org.posestream.frame.FrameBuffer;
import org.posestream.frame.TestPictures;
import org.posestream.pipeline.CameraState;
import org.posestream.pipeline.CameraStatus;
import org.posestream.server.config.PreviewConfig;
import org.posestream.server.web.Answer;
import org.posestream.server.web.Reply;
import org.posestream.server.web.StreamedReply;
import org.posestream.source.SourceFormat;

/** The desk on one thread, told the time by hand. */
class PreviewDeskTest {

    private static final long SECOND = 1_000_000_000L;

    private final PreviewDesk desk = new PreviewDesk(new PreviewConfig(true, 30, 1280, 75, 6));
    private Optional<CameraStatus> status = status(CameraState.STREAMING, Optional.empty());
    private long nowNanos = Long.MAX_VALUE - SECOND;
    private int next;

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void shouldEncodeOnceForAllWhoLookAtTheSame() {
        StubSink one = new StubSink();
        StubSink another = new StubSink();
        StubSink smaller = new StubSink();
        desk.add(look(true, 320, 10), new StreamViewer(one, 10));
        desk.add(look(true, 320, 10), new StreamViewer(another, 10));
        desk.add(look(true, 100, 10), new StreamViewer(smaller, 10));

        publish();

        assertEquals(1, one.pieces.size());
        assertSame(one.pieces.get(0), another.pieces.get(0));
        assertTrue(smaller.pieces.get(0).length < one.pieces.get(0).length);
    }

    @Test
    void shouldGiveEachViewerItsRate() {
        StubSink fast = new StubSink();
        StubSink usual = new StubSink();
        StubSink slow = new StubSink();
        desk.add(look(false, 320, 25), new StreamViewer(fast, 25));
        desk.add(look(false, 320, 10), new StreamViewer(usual, 10));
        desk.add(look(true, 320, 1), new StreamViewer(slow, 1));

        publish(250);

        assertEquals(250, fast.pieces.size());
        // The turn after the last second may be taken half a step early.
        assertEquals(100, usual.pieces.size(), 1);
        assertEquals(10, slow.pieces.size(), 1);
    }

    /** The mailbox offers frames on the turns of 10 a second, the viewer began in the midst of them. */
    @Test
    void shouldGiveItsRateToAViewerThatComesLater() {
        desk.add(look(false, 320, 10), new StreamViewer(new StubSink(), 10));
        publish(4);
        StubSink later = new StubSink();
        desk.add(look(false, 320, 10), new StreamViewer(later, 10));

        publish(250);

        assertEquals(100, later.pieces.size(), 1);
    }

    @Test
    void shouldSendNothingToAViewerThatIsNotReady() {
        StubSink slow = new StubSink();
        desk.add(look(false, 320, 25), new StreamViewer(slow, 25));
        slow.ready = false;
        publish(5);
        assertEquals(0, slow.pieces.size());

        slow.ready = true;
        publish();

        assertEquals(1, slow.pieces.size());
    }

    @Test
    void shouldAnswerASnapshotWithTheNextPictureOnly() throws Exception {
        CompletableFuture<Answer> answer = snapshot(look(false, 320, 0));
        assertNotNull(desk.mailbox("hall"));

        publish();

        assertEquals(200, reply(answer).status());
        assertNull(desk.mailbox("hall"), "nobody looks any more");
    }

    @Test
    void shouldFallBackToTheNewestPictureThatItKnows() throws Exception {
        desk.add(look(false, 320, 10), new StreamViewer(new StubSink(), 10));
        publish();
        CompletableFuture<Answer> answer = snapshot(look(false, 320, 0));
        CompletableFuture<Answer> unknown = snapshot(look(true, 320, 0));

        tickAfter(5 * SECOND - 1);
        assertFalse(answer.isDone() || unknown.isDone());
        status = status(CameraState.BACKING_OFF, Optional.of("the server is gone"));
        tickAfter(1);

        assertEquals(0, Scene.number(Scene.decode(reply(answer).body())));
        assertEquals(503, reply(unknown).status());
        assertEquals("camera 'hall' gives no picture now, it is backing-off; its last error: the server is"
                + " gone", text(reply(unknown)));
    }

    @Test
    void shouldTellThatACameraWasPausedMeanwhile() throws Exception {
        CompletableFuture<Answer> answer = snapshot(look(false, 320, 0));
        status = status(CameraState.PAUSED, Optional.empty());
        tickAfter(5 * SECOND);
        assertEquals("camera 'hall' is paused; resume it to see it", text(reply(answer)));
    }

    @Test
    void shouldEndTheLookingAtARemovedCamera() throws Exception {
        StubSink viewer = new StubSink();
        desk.add(look(false, 320, 10), new StreamViewer(viewer, 10));
        CompletableFuture<Answer> answer = snapshot(look(false, 320, 0));
        status = Optional.empty();

        assertFalse(tickAfter(1));

        assertTrue(viewer.ended);
        assertEquals(404, reply(answer).status());
        assertNull(desk.mailbox("hall"));
    }

    @Test
    void shouldGiveEverythingBackTenSecondsAfterTheLastViewer() {
        Look look = look(false, 320, 10);
        StreamViewer viewer = new StreamViewer(new StubSink(), 10);
        desk.add(look, viewer);
        publish();
        assertTrue(tickAfter(60 * SECOND));

        desk.remove(look, viewer, nowNanos);

        assertNull(desk.mailbox("hall"), "frames pass by at once");
        assertTrue(tickAfter(10 * SECOND - 1));
        assertFalse(tickAfter(1));
    }

    @Test
    void shouldBeLookedAtInFourFormsAtMost() throws Exception {
        StreamViewer first = new StreamViewer(new StubSink(), 10);
        desk.add(look(false, 300, 10), first);
        for (int width = 301; width <= 303; width++) {
            desk.add(look(false, width, 10), new StreamViewer(new StubSink(), 10));
        }
        StubSink fifth = new StubSink();
        desk.add(look(false, 304, 10), new StreamViewer(fifth, 10));
        assertTrue(fifth.ended);
        assertEquals("camera 'hall' is looked at in 4 forms already; ask for one of them: overlay=false&width=300,"
                + " overlay=false&width=301, overlay=false&width=302, overlay=false&width=303",
                text(reply(snapshot(look(false, 304, 0)))));

        desk.remove(look(false, 300, 10), first, nowNanos);

        CompletableFuture<Answer> answer = snapshot(look(false, 304, 0));
        publish();
        assertEquals(200, reply(answer).status());
    }

    @Test
    void shouldBeLookedAtBySoManyAtMost() throws Exception {
        for (int i = 0; i < 6; i++) {
            desk.add(new Look("camera" + i, new Look.Form(false, 320), 10), new StreamViewer(new StubSink(), 10));
        }
        assertEquals("6 look at cameras already, and there may be no more (preview.viewers); try again later",
                text(reply(snapshot(look(false, 320, 0)))));
    }

    @Test
    void shouldSayWhatCannotBeEncodedAndGoOn() throws Exception {
        CompletableFuture<Answer> answer = snapshot(look(false, 1280, 0));
        CompletableFuture<Answer> smaller = snapshot(look(false, 700, 0));
        publish(TestPictures.constant(70_000, 2, ColorMatrix.BT601_FULL, 100, 128, 128));
        assertEquals(200, reply(answer).status());
        assertEquals(200, reply(smaller).status());

        CompletableFuture<Answer> tall = snapshot(look(false, 1280, 0));
        publish(TestPictures.constant(2, 70_000, ColorMatrix.BT601_FULL, 100, 128, 128));
        assertEquals(503, reply(tall).status());
        assertTrue(text(reply(tall)).startsWith("no picture can be made of camera 'hall': a picture of 2x70000 cannot"),
                text(reply(tall)));

        CompletableFuture<Answer> again = snapshot(look(false, 1280, 0));
        publish();
        assertEquals(200, reply(again).status());
    }

    @Test
    void shouldRefuseEverybodyOnceItIsClosed() throws Exception {
        StubSink viewer = new StubSink();
        desk.add(look(false, 320, 10), new StreamViewer(viewer, 10));
        desk.close();
        assertTrue(viewer.ended);
        assertEquals("the server is stopping", text(reply(snapshot(look(false, 320, 0)))));
        assertNull(desk.mailbox("hall"));
    }

    private static Look look(boolean overlay, int width, double rate) {
        return new Look("hall", new Look.Form(overlay, width), rate);
    }

    private CompletableFuture<Answer> snapshot(Look look) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        desk.add(look, new SnapshotViewer(answer, nowNanos + 5 * SECOND));
        return answer;
    }

    private void publish(int frames) {
        for (int i = 0; i < frames; i++) {
            publish();
        }
    }

    private void publish() {
        publish(Scene.pixels(next));
    }

    private void publish(FrameBuffer pixels) {
        desk.mailbox("hall").offer(Scene.frame("hall", next++), pixels);
        desk.showPicture("hall", nowNanos);
    }

    private boolean tickAfter(long nanos) {
        nowNanos += nanos;
        return desk.tick(name -> status, nowNanos);
    }

    private static Reply reply(CompletableFuture<Answer> answer) {
        return (Reply) answer.getNow(null);
    }

    private static String text(Reply reply) throws IOException {
        return new ObjectMapper().readTree(reply.body()).get("detail").asText();
    }

    private static Optional<CameraStatus> status(CameraState state, Optional<String> error) {
        return Optional.of(new CameraStatus("hall", state, Duration.ZERO, SourceFormat.UNKNOWN, 0, 0, 0, 0, error));
    }

    private static final class StubSink implements StreamedReply.Sink {

        private final List<byte[]> pieces = new ArrayList<>();
        private boolean ready = true;
        private boolean ended;

        @Override
        public boolean isReady() {
            return ready;
        }

        @Override
        public void send(byte[] piece) {
            pieces.add(piece);
        }

        @Override
        public void end() {
            ended = true;
        }
    }
}
