package org.posestream.server.preview;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.posestream.Allocations;
import org.posestream.frame.ColorMatrix;
import org.posestream.frame.FrameBuffer;
import org.posestream.frame.TestPictures;
import org.posestream.pose.PoseFrame;

class PictureMailboxTest {

    private final PictureMailbox mailbox = new PictureMailbox();

    @Test
    void shouldKeepTheNewestAndAnnounceItOnce() {
        assertTrue(offer(1));
        assertFalse(offer(2));

        assertEquals(2, mailbox.take().sequence());
        assertEquals(0, mailbox.pixels().pixels().compareTo(Scene.pixels(2).pixels()));
        assertNull(mailbox.take());
        mailbox.release();
        assertNull(mailbox.take());
        assertTrue(offer(3));
    }

    @Test
    void shouldLetFramesPassByWhileOneIsEncoded() {
        offer(1);
        PoseFrame taken = mailbox.take();

        assertFalse(offer(2));

        assertEquals(1, taken.sequence());
        assertEquals(0, mailbox.pixels().pixels().compareTo(Scene.pixels(1).pixels()));
        mailbox.release();
        assertTrue(offer(3));
        assertEquals(3, mailbox.take().sequence());
    }

    /** At 25 frames/s: 0, 120, 200, 320, 400 ms are the first at or near the turns of 10 a second. */
    @Test
    void shouldCopyOnlyFramesWhoseTurnItIs() {
        mailbox.setRate(10);
        List<Long> seen = new ArrayList<>();
        for (int number = 0; number < 12; number++) {
            offer(number);
            PoseFrame frame = mailbox.take();
            if (frame != null) {
                seen.add(frame.captureNanos() / 1_000_000);
                mailbox.release();
            }
        }
        assertEquals(List.of(0L, 120L, 200L, 320L, 400L), seen);
    }

    @Test
    void shouldFollowAnotherRateAtOnce() {
        mailbox.setRate(1);
        offer(0);
        mailbox.take();
        mailbox.release();
        assertFalse(offer(1));

        mailbox.setRate(0);

        assertTrue(offer(2));
    }

    @Test
    void shouldAllocateNothingForACopy() {
        FrameBuffer pixels = Scene.pixels(0);
        PoseFrame frame = Scene.frame("hall", 0);
        mailbox.offer(frame, pixels);
        long bytes = Allocations.bytesOf(2_000, () -> mailbox.offer(frame, pixels));
        assertTrue(bytes < 2_000 * 8, bytes / 2_000 + " bytes a copy");
    }

    /**
     * Every picture that is taken is whole, and the last one is announced, however the two threads meet: each picture
     * is of a single value, which its number tells.
     */
    @Test
    @Timeout(30)
    void shouldHandOverWholePictures() throws Exception {
        int last = 20_000;
        CountDownLatch lastSeen = new CountDownLatch(1);
        List<String> broken = new ArrayList<>();
        FrameBuffer[] pictures = new FrameBuffer[100];
        for (int value = 0; value < pictures.length; value++) {
            pictures[value] = TestPictures.constant(64, 64, ColorMatrix.BT601_FULL, value, value, value);
        }
        Semaphore announced = new Semaphore(0);
        Thread encoder = new Thread(() -> {
            while (lastSeen.getCount() > 0) {
                announced.acquireUninterruptibly();
                PoseFrame frame = mailbox.take();
                if (frame != null) {
                    check(frame, broken);
                    mailbox.release();
                    if (frame.sequence() == last) {
                        lastSeen.countDown();
                    }
                }
            }
        });
        encoder.setDaemon(true);
        encoder.start();
        for (int number = 0; lastSeen.getCount() > 0; number = Math.min(number + 1, last)) {
            if (mailbox.offer(Scene.frame("hall", number), pictures[number % pictures.length])) {
                announced.release();
            }
        }
        assertTrue(lastSeen.await(10, TimeUnit.SECONDS));
        assertEquals(List.of(), broken);
    }

    private void check(PoseFrame frame, List<String> broken) {
        byte expected = (byte) (frame.sequence() % 100);
        for (int at = 0; at < 64 * 64 * 3 / 2; at++) {
            if (mailbox.pixels().pixels().get(at) != expected) {
                broken.add("frame " + frame.sequence() + " at " + at);
                return;
            }
        }
    }

    private boolean offer(int number) {
        boolean announced = mailbox.offer(Scene.frame("hall", number), Scene.pixels(number));
        assertNotNull(mailbox.pixels());
        return announced;
    }
}
