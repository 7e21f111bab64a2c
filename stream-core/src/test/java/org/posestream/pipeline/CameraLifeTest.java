package org.posestream.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.posestream.metrics.PipelineCounter;
import org.posestream.metrics.PipelineMetrics;
import org.posestream.source.SourceException;

class CameraLifeTest {

    private static final long SECOND = 1_000_000_000L;
    private static final SupervisionOptions OPTIONS =
            new SupervisionOptions(Duration.ofSeconds(10), Duration.ofSeconds(5), Duration.ofSeconds(3), 2,
                    Duration.ofSeconds(60));
    /** Half of everything: no jitter. */
    private static final RandomGenerator EVEN = new RandomGenerator() {
        @Override
        public long nextLong() {
            return 0;
        }

        @Override
        public double nextDouble() {
            return 0.5;
        }
    };

    private final PipelineMetrics metrics = new PipelineMetrics();
    private final List<StubConnection> opened = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private Error noThread;
    private boolean deaf;
    private final CameraLife life =
            new CameraLife(OPTIONS, metrics, this::open, EVEN, new CameraLog("hall", lines::add, lines::add));
    private long now;

    private Connection open() {
        if (noThread != null) {
            throw noThread;
        }
        StubConnection connection = new StubConnection();
        connection.heardNanos = now;
        connection.deaf = deaf;
        opened.add(connection);
        return connection;
    }

    private StubConnection newest() {
        return opened.get(opened.size() - 1);
    }

    private void tickAt(double seconds) {
        now = Math.round(seconds * SECOND);
        life.tick(now);
    }

    private void frameAt(double seconds) {
        newest().frame(Math.round(seconds * SECOND));
        tickAt(seconds);
    }

    private void streamFrom(double beginSeconds, double endSeconds) {
        for (double t = beginSeconds; t <= endSeconds; t++) {
            frameAt(t);
        }
    }

    @Test
    void shouldOpenNothingWhileItBeginsPaused() {
        life.startPaused(3);
        tickAt(100);
        assertEquals(CameraState.PAUSED, life.state());
        assertEquals(3, life.sinceNanos());
        assertEquals(List.of(), opened);
        assertEquals(List.of(), lines);
        life.resume(now);
        assertEquals(CameraState.CONNECTING, life.state());
        assertTrue(newest().started);
    }

    @Test
    void shouldConnectAtOnceAndStreamFromTheFirstFrame() {
        life.start(0);
        assertEquals(CameraState.CONNECTING, life.state());
        assertTrue(newest().started);
        assertEquals(1, life.attempts());
        tickAt(0.2);
        assertEquals(CameraState.CONNECTING, life.state());
        frameAt(0.3);
        assertEquals(CameraState.STREAMING, life.state());
        assertEquals(Math.round(0.3 * SECOND), life.sinceNanos());
        assertEquals(1280, life.format().width());
        assertNull(life.lastError());
        assertEquals(0, metrics.count(PipelineCounter.RECONNECTS));
        assertEquals(List.of("hall: streaming h264 yuv420p 1280x720 25 frames/s"), lines);
    }

    @Test
    void shouldWaitLongerTheMoreTriesHaveFailed() {
        life.start(0);
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            newest().end(new SourceException("nobody there"));
            life.tick(now);
            assertEquals(CameraState.BACKING_OFF, life.state());
            long lost = now;
            int before = opened.size();
            while (opened.size() == before) {
                now += SECOND / 2;
                life.tick(now);
            }
            pauses.add((now - lost) / SECOND);
        }
        List<Long> expected = new ArrayList<>();
        expected.addAll(List.of(1L, 1L, 1L, 1L, 1L, 5L, 5L, 5L, 5L, 5L));
        expected.addAll(List.of(10L, 10L, 10L, 10L, 10L, 10L, 10L, 10L, 10L, 10L, 60L, 60L, 60L, 60L, 60L));
        assertEquals(expected, pauses);
        assertEquals(26, life.attempts());
        assertEquals(List.of("hall: not reached: nobody there"), lines);
    }

    @Test
    void shouldForgetFailuresAfterThirtySecondsOfGoodStreamAndNoEarlier() {
        life.start(0);
        failAndRetry(6);
        assertEquals(7, life.attempts());
        double begin = now / 1e9;
        streamFrom(begin, begin + 29);
        assertEquals(7, life.attempts());
        newest().end(null);
        life.tick(now);
        tickAt(begin + 29 + 4.9);
        assertEquals(CameraState.BACKING_OFF, life.state());
        tickAt(begin + 29 + 5);
        assertEquals(CameraState.CONNECTING, life.state());
        assertEquals(8, life.attempts());
        begin = now / 1e9;
        streamFrom(begin, begin + 30);
        assertEquals(0, life.attempts());
        newest().end(null);
        life.tick(now);
        tickAt(begin + 30 + 1);
        assertEquals(CameraState.CONNECTING, life.state());
        assertEquals(1, life.attempts());
    }

    @Test
    void shouldNotTakeSilenceForGoodStream() {
        life.start(0);
        failAndRetry(2);
        double begin = now / 1e9;
        streamFrom(begin, begin + 27);
        tickAt(begin + 31.9);
        assertEquals(CameraState.STREAMING, life.state());
        assertEquals(3, life.attempts());
    }

    private void failAndRetry(int times) {
        for (int i = 0; i < times; i++) {
            newest().end(new SourceException("nobody there"));
            life.tick(now);
            tickAt(now / 1e9 + 60);
        }
    }

    @Test
    void shouldCountAReconnectWhenTheStreamBeginsAgain() {
        life.start(0);
        frameAt(1);
        newest().end(null);
        tickAt(2);
        assertEquals("the stream ended", life.lastError());
        tickAt(3);
        assertEquals(0, metrics.count(PipelineCounter.RECONNECTS));
        newest().end(new SourceException("refused"));
        tickAt(3.1);
        tickAt(4.1);
        frameAt(4.2);
        assertEquals(CameraState.STREAMING, life.state());
        assertEquals(1, metrics.count(PipelineCounter.RECONNECTS));
        assertEquals("refused", life.lastError());
    }

    @Test
    void shouldTellWhyTheSourceSaysThatItWasLost() {
        life.start(0);
        frameAt(1);
        newest().endReason = "no packet within 5000 ms";
        newest().end(null);
        tickAt(2);
        assertEquals("no packet within 5000 ms", life.lastError());
    }

    @Test
    void shouldNotTellCredentialsOfFailuresThatAreNoSources() {
        life.start(0);
        newest().end(new IllegalStateException("rtsp://me:secret@10.0.0.7/stream"));
        tickAt(1);
        assertEquals("java.lang.IllegalStateException: rtsp://10.0.0.7/stream", life.lastError());
    }

    @Test
    void shouldCallAStreamStalledThatBringsNoFrame() {
        life.start(0);
        frameAt(1);
        tickAt(5.99);
        assertEquals(CameraState.STREAMING, life.state());
        newest().deaf = true;
        tickAt(6);
        assertEquals(CameraState.STALLED, life.state());
        assertTrue(newest().toldToEnd);
        assertEquals(1, metrics.count(PipelineCounter.STALLS));
        assertEquals("no frame for 5.0 s", life.lastError());
        newest().end(null);
        tickAt(6.5);
        assertEquals(CameraState.BACKING_OFF, life.state());
        tickAt(7.5);
        assertEquals(CameraState.CONNECTING, life.state());
        assertEquals(0, metrics.count(PipelineCounter.READERS_ABANDONED));
    }

    @Test
    void shouldNotBlameTheSourceForSlowStages() {
        life.start(0);
        frameAt(1);
        newest().waitingForStages = true;
        tickAt(100);
        assertEquals(CameraState.STREAMING, life.state());
    }

    @Test
    void shouldGiveUpAnOpeningThatBringsNoFrame() {
        life.start(0);
        tickAt(9.99);
        assertEquals(CameraState.CONNECTING, life.state());
        tickAt(10);
        assertEquals(CameraState.STALLED, life.state());
        assertTrue(newest().toldToEnd);
        tickAt(10.1);
        assertEquals(CameraState.BACKING_OFF, life.state());
        assertEquals("no frame within 10.0 s of opening it", life.lastError());
        assertEquals(0, metrics.count(PipelineCounter.STALLS));
    }

    @Test
    void shouldAbandonAReaderThatDoesNotEndAndOpenAnew() {
        deaf = true;
        life.start(0);
        tickAt(10);
        assertEquals(CameraState.STALLED, life.state());
        tickAt(12.99);
        assertFalse(newest().abandoned);
        tickAt(13);
        assertTrue(newest().abandoned);
        assertEquals(CameraState.BACKING_OFF, life.state());
        assertEquals(1, metrics.count(PipelineCounter.READERS_ABANDONED));
        assertEquals(1, life.abandonedCount());
        tickAt(14);
        assertEquals(2, opened.size());
        opened.get(0).end(null);
        tickAt(14.1);
        assertEquals(0, life.abandonedCount());
        assertEquals(CameraState.CONNECTING, life.state());
    }

    @Test
    void shouldFailWithTooManyAbandonedUntilOneHasEnded() {
        deaf = true;
        life.start(0);
        for (double t : new double[] {10, 13, 14, 24, 27}) {
            tickAt(t);
        }
        assertEquals(CameraState.FAILED, life.state());
        assertEquals(2, life.abandonedCount());
        tickAt(100_000);
        assertEquals(CameraState.FAILED, life.state());
        assertEquals(2, opened.size());
        opened.get(1).end(null);
        tickAt(100_001);
        assertEquals(CameraState.CONNECTING, life.state());
        assertEquals(3, opened.size());
        assertEquals(2, metrics.count(PipelineCounter.READERS_ABANDONED));
    }

    @Test
    void shouldPauseAtOnceAndResumeWhenTheOldReaderHasEnded() {
        deaf = true;
        life.start(0);
        frameAt(1);
        life.pause(2 * SECOND);
        assertEquals(CameraState.PAUSED, life.state());
        assertTrue(newest().toldToEnd);
        life.resume(2 * SECOND + 1);
        tickAt(2.5);
        assertEquals(1, opened.size());
        newest().end(null);
        tickAt(2.6);
        assertEquals(2, opened.size());
        assertEquals(CameraState.CONNECTING, life.state());
        frameAt(2.7);
        assertEquals(0, metrics.count(PipelineCounter.RECONNECTS));
        assertNull(life.lastError());
        String streaming = "hall: streaming h264 yuv420p 1280x720 25 frames/s";
        assertEquals(List.of(streaming, "hall: paused", "hall: resumed", streaming), lines);
    }

    @Test
    void shouldStayPausedHoweverLong() {
        life.start(0);
        frameAt(1);
        life.pause(now);
        tickAt(100_000);
        assertEquals(CameraState.PAUSED, life.state());
        assertEquals(1, opened.size());
    }

    @Test
    void shouldNeverOpenAgainOnceStopped() {
        life.start(0);
        life.stop(now);
        life.resume(now);
        life.pause(now);
        tickAt(100_000);
        assertEquals(CameraState.STOPPED, life.state());
        assertEquals(1, opened.size());
        assertTrue(newest().toldToEnd);
    }

    @Test
    void shouldTryAgainWhenThereIsNoThreadToBeHad() {
        noThread = new OutOfMemoryError("unable to create native thread");
        life.start(0);
        assertEquals(CameraState.BACKING_OFF, life.state());
        assertEquals("java.lang.OutOfMemoryError: unable to create native thread", life.lastError());
        noThread = null;
        tickAt(1);
        assertEquals(CameraState.CONNECTING, life.state());
        assertEquals(2, life.attempts());
    }
}
