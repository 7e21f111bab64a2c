package org.posestream.benchmarks;

import java.util.concurrent.Semaphore;
import org.posestream.frame.ColorMatrix;
import org.posestream.frame.FrameBuffer;
import org.posestream.source.FrameSource;

/** Lets small frames through as a benchmark asks for them. */
final class HandFedSource implements FrameSource {

    private static final int WIDTH = 64;
    private static final int HEIGHT = 48;

    private final Semaphore wanted = new Semaphore(0);
    private final Semaphore passed = new Semaphore(0);
    private long frame;
    private volatile boolean interrupted;

    /** Returns when so many frames more have been let in; all but the last two have been recycled then. */
    void pass(int frames) throws InterruptedException {
        wanted.release(frames);
        passed.acquire(frames);
    }

    @Override
    public boolean advance() {
        wanted.acquireUninterruptibly();
        frame++;
        return !interrupted;
    }

    @Override
    public void copyTo(FrameBuffer buffer) {
        buffer.resize(WIDTH, HEIGHT, ColorMatrix.BT601_LIMITED);
        passed.release();
    }

    @Override
    public long captureNanos() {
        return frame * Synthetic.FRAME_NANOS;
    }

    @Override
    public boolean isLive() {
        return false;
    }

    @Override
    public double frameRate() {
        return 30;
    }

    @Override
    public long frameCount() {
        return 0;
    }

    @Override
    public void interrupt() {
        interrupted = true;
        wanted.release();
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
