package org.posestream.source;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.posestream.frame.FrameBuffer;

/**
 * Delivers the frames of a file when they are due, so that it behaves like a camera: live, stamped by the clock, and
 * never waited for.
 */
public final class PacedFrameSource implements FrameSource {

    /** Whoever falls further behind than this is not chased with a burst of old frames: the schedule starts anew. */
    private static final long LARGEST_LAG_NANOS = 500_000_000;

    private final FrameSource source;
    private final LongSupplier clock;
    private final LongConsumer park;
    private long offsetNanos;
    private boolean started;
    private volatile boolean interrupted;
    private volatile Thread reader;

    /** Paces by the JVM's clock. */
    public PacedFrameSource(FrameSource source) {
        this(source, System::nanoTime, LockSupport::parkNanos);
    }

    /** With another clock, for tests: {@code park} lets so many nanoseconds pass, or fewer. */
    PacedFrameSource(FrameSource source, LongSupplier clock, LongConsumer park) {
        this.source = requireNonNull(source, "source is null");
        this.clock = clock;
        this.park = park;
    }

    @Override
    public boolean advance() throws SourceException {
        reader = Thread.currentThread();
        if (!source.advance()) {
            return false;
        }
        long now = clock.getAsLong();
        if (!started || now - due() > LARGEST_LAG_NANOS) {
            started = true;
            offsetNanos = now - source.captureNanos();
        }
        while (due() - now > 0 && !isInterrupted()) {
            park.accept(due() - now);
            now = clock.getAsLong();
        }
        return !isInterrupted();
    }

    /** An interrupt of the thread too: parking returns at once then, and would be tried again and again. */
    private boolean isInterrupted() {
        return interrupted || Thread.currentThread().isInterrupted();
    }

    @Override
    public void copyTo(FrameBuffer buffer) throws SourceException {
        source.copyTo(buffer);
    }

    /** When the frame was due, on the clock. */
    @Override
    public long captureNanos() {
        return due();
    }

    @Override
    public long captureUnixNanos() {
        return WallClock.unixNanosAt(due());
    }

    @Override
    public long brokenPackets() {
        return source.brokenPackets();
    }

    @Override
    public SourceFormat format() {
        return source.format();
    }

    @Override
    public boolean isLive() {
        return true;
    }

    @Override
    public double frameRate() {
        return source.frameRate();
    }

    @Override
    public long frameCount() {
        return source.frameCount();
    }

    @Override
    public void interrupt() {
        interrupted = true;
        source.interrupt();
        LockSupport.unpark(reader);
    }

    @Override
    public void close() {
        source.close();
    }

    private long due() {
        return offsetNanos + source.captureNanos();
    }
}
