package org.posestream.pipeline;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.posestream.frame.ColorMatrix;
import org.posestream.frame.FrameBuffer;
import org.posestream.source.FrameSource;
import org.posestream.source.SourceException;

/** Frames of 64x48 that carry their number in the first pixel, 30 a second; either all at once or one per push. */
class StubSource implements FrameSource {

    static final int WIDTH = 64;
    static final int HEIGHT = 48;
    static final long FRAME_NANOS = 33_333_333;

    private final boolean live;
    private final int frameCount;
    private final boolean pushed;
    private final Semaphore pushes = new Semaphore(0);
    private final Semaphore requests = new Semaphore(0);
    private volatile boolean interrupted;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CountDownLatch asking = new CountDownLatch(1);
    private int current = -1;

    StubSource(boolean live, int frameCount, boolean pushed) {
        this.live = live;
        this.frameCount = frameCount;
        this.pushed = pushed;
    }

    static StubSource file(int frameCount) {
        return new StubSource(false, frameCount, false);
    }

    /** A camera whose frames come when the test says so. */
    static StubSource camera() {
        return new StubSource(true, Integer.MAX_VALUE, true);
    }

    /** The same camera, opened again after so many frames. */
    static StubSource camera(int framesBefore) {
        StubSource camera = camera();
        camera.current = framesBefore - 1;
        return camera;
    }

    StubSource(int frameCount) {
        this(false, frameCount, false);
    }

    /** Delivers a frame and returns when the reader has dealt with it and asks for the next. */
    void push() throws InterruptedException {
        await(requests);
        pushes.release();
        await(requests);
        requests.release();
    }

    /** The camera is switched off. */
    void end() {
        interrupt();
    }

    boolean isClosed() {
        return closing.getCount() == 0;
    }

    void awaitClosed() throws InterruptedException {
        Stubs.await(closing);
    }

    /** To be called by an {@code advance} of one's own. */
    void asked() {
        asking.countDown();
    }

    void awaitAsked() throws InterruptedException {
        Stubs.await(asking);
    }

    boolean isInterrupted() {
        return interrupted;
    }

    @Override
    public boolean advance() throws SourceException {
        if (pushed) {
            requests.release();
            pushes.acquireUninterruptibly();
        }
        current++;
        return !interrupted && current < frameCount;
    }

    @Override
    public void copyTo(FrameBuffer buffer) throws SourceException {
        buffer.resize(WIDTH, HEIGHT, ColorMatrix.BT601_LIMITED);
        buffer.pixels().put(0, (byte) current);
    }

    int current() {
        return current;
    }

    @Override
    public long captureNanos() {
        return current * FRAME_NANOS;
    }

    @Override
    public boolean isLive() {
        return live;
    }

    @Override
    public double frameRate() {
        return 30;
    }

    @Override
    public long frameCount() {
        return live ? 0 : frameCount;
    }

    @Override
    public void interrupt() {
        interrupted = true;
        pushes.release();
    }

    @Override
    public void close() {
        closing.countDown();
    }

    private static void await(Semaphore semaphore) throws InterruptedException {
        assertTrue(semaphore.tryAcquire(20, TimeUnit.SECONDS), "the reader did not come back");
    }
}
