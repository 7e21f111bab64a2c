package org.posestream.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.posestream.export.VideoEncoder;
import org.posestream.export.VideoFormat;
import org.posestream.frame.FrameBuffer;

/** An RTSP stream on the loopback: a recorder of the same process sends, the source listens. */
@Timeout(60)
class RtspIT {

    private static final SourceOptions LISTEN = SourceOptions.DEFAULT
            .withTimeoutNanos(TimeUnit.SECONDS.toNanos(20))
            .withInputOptions(Map.of("rtsp_flags", "listen"));

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private String address;

    @BeforeEach
    void findPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            address = "rtsp://127.0.0.1:" + socket.getLocalPort() + "/cam";
        }
    }

    @AfterEach
    void endThreads() throws InterruptedException {
        threads.shutdownNow();
        assertTrue(threads.awaitTermination(20, TimeUnit.SECONDS), "no thread is left behind");
    }

    @Test
    void shouldDeliverFramesUntilTheSenderLeaves() throws Exception {
        CountDownLatch enough = new CountDownLatch(1);
        Future<?> sender = threads.submit(() -> send(enough));
        FrameBuffer buffer = new FrameBuffer(0);
        try (FrameSource source = FrameSources.open(address, LISTEN)) {
            assertTrue(source.isLive());
            assertEquals(0, source.frameCount());
            long last = 0;
            for (int i = 0; i < 10; i++) {
                assertTrue(source.advance(), "frame " + i);
                assertTrue(source.captureNanos() > last);
                last = source.captureNanos();
                source.copyTo(buffer);
                assertEquals("320x240", buffer.width() + "x" + buffer.height());
                assertEquals(120, buffer.pixels().get(160 + 120 * 320) & 255, 6);
            }
            enough.countDown();
            while (source.advance()) {
                assertTrue(source.captureNanos() > last);
            }
            assertEquals("h264 yuv420p 320x240", source.format().withFramesPerSecond(0).toString());
            assertEquals(Optional.of("the sender closed the stream"), source.endReason());
        }
        sender.get();
    }

    @Test
    void shouldTellTheSendersWallClockFromItsReports() throws Exception {
        long[] stepMillis = {33, 50, 20, 70, 33, 40};
        CountDownLatch enough = new CountDownLatch(1);
        Instant begin = Instant.now();
        Future<?> sender = threads.submit(() -> sendUnevenly(stepMillis, enough));
        try (FrameSource source = FrameSources.open(address, LISTEN)) {
            // The first frame has no time stamp: the parser of H.264 sees none before it.
            assertTrue(source.advance());
            assertTrue(source.advance());
            long last = source.captureUnixNanos();
            Instant told = Instant.EPOCH.plusNanos(last);
            assertTrue(told.isAfter(begin.minusSeconds(60)) && told.isBefore(Instant.now().plusSeconds(60)),
                    "the clocks of this process agree, but " + told);
            for (int i = 2; i < 25; i++) {
                assertTrue(source.advance());
                long step = source.captureUnixNanos() - last;
                last = source.captureUnixNanos();
                // RTP counts 90,000 ticks a second, and reports microseconds.
                assertEquals(stepMillis[(i - 1) % 6] * 1e6, step, 15_000, "frame " + i);
            }
        }
        enough.countDown();
        sender.get();
    }

    @Test
    void shouldNotTakeAFrameForCapturedWhenTheNextComes() throws Exception {
        CountDownLatch thirdIsRead = new CountDownLatch(1);
        CountDownLatch enough = new CountDownLatch(1);
        CompletableFuture<Long> fifthIsSent = new CompletableFuture<>();
        Future<?> sender = threads.submit(() -> {
            try (VideoEncoder encoder = connect()) {
                for (int i = 0; i < 4; i++) {
                    encoder.write(grey(), i * 33_333_333L);
                }
                thirdIsRead.await();
                fifthIsSent.complete(System.nanoTime());
                encoder.write(grey(), 4 * 33_333_333L);
                enough.await();
            } catch (IOException e) {
                assertEquals(0, enough.getCount(), "the sender broke first: " + e.getMessage());
            }
            return null;
        });
        try (FrameSource source = FrameSources.open(address, LISTEN)) {
            for (int i = 0; i < 3; i++) {
                assertTrue(source.advance());
            }
            // The parser shows the fourth when it sees the fifth.
            thirdIsRead.countDown();
            assertTrue(source.advance());
            assertTrue(source.captureNanos() < fifthIsSent.get(), "the fourth was there before the fifth was sent");
        }
        enough.countDown();
        sender.get();
    }

    @Test
    void shouldReturnFromABlockedReadWhenInterrupted() throws Exception {
        CountDownLatch enough = new CountDownLatch(1);
        Future<?> sender = threads.submit(() -> sendOneAndWait(enough));
        try (FrameSource source = FrameSources.open(address, LISTEN)) {
            assertTrue(source.advance());
            Future<?> other = threads.submit(source::interrupt);
            while (source.advance()) {
                // what was under way
            }
            other.get();
            assertFalse(source.advance());
        }
        enough.countDown();
        sender.get();
    }

    @Test
    void shouldEndWhenTheSenderFallsSilent() throws Exception {
        CountDownLatch enough = new CountDownLatch(1);
        Future<?> sender = threads.submit(() -> sendOneAndWait(enough));
        int frames = 0;
        try (FrameSource source = FrameSources.open(address, LISTEN.withTimeoutNanos(2_000_000_000))) {
            while (source.advance()) {
                frames++;
            }
            assertEquals(Optional.of("no packet within 2000 ms"), source.endReason());
        }
        assertTrue(frames > 0);
        enough.countDown();
        sender.get();
    }

    @Test
    void shouldGiveUpAfterItsTimeout() {
        SourceException e = assertThrows(SourceException.class,
                () -> FrameSources.open(address, LISTEN.withTimeoutNanos(300_000_000)).close());
        assertEquals("cannot connect to '" + address + "': no answer within 300 ms; check the address and that the"
                + " sender is on", e.getMessage());
    }

    private Void send(CountDownLatch enough) throws Exception {
        FrameBuffer image = grey();
        try (VideoEncoder encoder = connect()) {
            for (int i = 0; enough.getCount() > 0; i++) {
                encoder.write(image, i * 33_333_333L);
            }
        } catch (IOException e) {
            if (enough.getCount() > 0) {
                throw e;
            }
        }
        return null;
    }

    private Void sendUnevenly(long[] stepMillis, CountDownLatch enough) throws Exception {
        try (VideoEncoder encoder = connect()) {
            long millis = 0;
            for (int i = 0; i < 60; i++) {
                encoder.write(grey(), millis * 1_000_000);
                millis += stepMillis[i % stepMillis.length];
            }
            enough.await();
        } catch (IOException e) {
            assertEquals(0, enough.getCount(), "the sender broke first: " + e.getMessage());
        }
        return null;
    }

    private Void sendOneAndWait(CountDownLatch enough) throws Exception {
        try (VideoEncoder encoder = connect()) {
            for (int i = 0; i < 3; i++) {
                encoder.write(grey(), i * 33_333_333L);
            }
            enough.await();
        } catch (IOException e) {
            assertEquals(0, enough.getCount(), "the sender broke first: " + e.getMessage());
        }
        return null;
    }

    private static FrameBuffer grey() {
        FrameBuffer image = TestVideos.image(320, 240, 0);
        for (int i = 0; i < TestVideos.size(image); i++) {
            image.pixels().put(i, (byte) (i < image.planeOffset(1) ? 120 : 128));
        }
        return image;
    }

    /** Tries until the source listens. */
    private VideoEncoder connect() {
        for (int i = 0; i < 100_000 && !Thread.currentThread().isInterrupted(); i++) {
            try {
                return VideoEncoder.open(address, VideoFormat.h264(320, 240, 30, 1_000_000));
            } catch (IOException e) {
                Thread.onSpinWait();
            }
        }
        return fail("the source did not listen on " + address);
    }
}
