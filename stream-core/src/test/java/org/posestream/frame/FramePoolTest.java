package org.posestream.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class FramePoolTest {

    private final FramePool pool = new FramePool(2, 16);

    @Test
    void shouldLendEachBufferOnce() {
        FrameBuffer first = pool.tryAcquire();
        FrameBuffer second = pool.tryAcquire();
        assertNotNull(first);
        assertNotSame(first, second);
        assertNull(pool.tryAcquire());
        pool.release(first);
        assertSame(first, pool.tryAcquire());
        assertEquals(16, first.detectorInput().capacity());
    }

    @Test
    void shouldBeCompleteWithEveryBufferHome() throws InterruptedException {
        assertTrue(pool.isComplete());
        FrameBuffer lent = pool.acquire(Long.MAX_VALUE);
        assertFalse(pool.isComplete());
        pool.release(lent);
        assertTrue(pool.isComplete());
    }

    @Test
    void shouldGiveUpWaitingAfterTheTimeOut() throws InterruptedException {
        pool.tryAcquire();
        pool.tryAcquire();
        assertNull(pool.acquire(1));
    }

    @Test
    void shouldRefuseABufferReturnedTwice() {
        FrameBuffer lent = pool.tryAcquire();
        pool.release(lent);
        assertThrows(IllegalStateException.class, () -> pool.release(lent));
        assertTrue(pool.isComplete());
    }

    @Test
    void shouldRefuseABufferOfAnotherPool() {
        assertThrows(IllegalStateException.class, () -> pool.release(new FrameBuffer(16)));
    }

    @Test
    void shouldRefusePermitsOutOfRange() {
        IllegalArgumentException none = assertThrows(IllegalArgumentException.class, () -> new FramePool(0, 0));
        assertEquals("permits must be between 1 and 8, but was 0", none.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new FramePool(9, 0));
    }
}
