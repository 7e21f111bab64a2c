package org.posestream.pipeline;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.function.LongSupplier;
import org.posestream.source.FrameSource;
import org.posestream.source.SourceFormat;
import org.posestream.source.SourceOpener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** A thread that opens a source, brings its frames to the door and closes it, whatever happens. */
final class ReaderThread implements Connection {

    private static final Logger log = LoggerFactory.getLogger(ReaderThread.class);

    private final String name;
    private final SourceOpener opener;
    private final FrameDoor door;
    private final LongSupplier clock;
    private final Runnable atEnd;
    private final Thread thread;
    private volatile FrameSource source;
    private volatile boolean stopping;
    private volatile boolean ended;
    private volatile long framesRead;
    private volatile long heardNanos;
    private volatile SourceFormat format = SourceFormat.UNKNOWN;
    private volatile Throwable failure;
    private volatile Optional<String> endReason = Optional.empty();
    /** Guarded by this. */
    private boolean reading = true;

    /**
     * A reader that has not started.
     *
     * @param opener gives the source, which is closed by this thread
     * @param clock the machine's monotonic clock
     * @param atEnd called on this thread as its last deed
     */
    ReaderThread(String name, SourceOpener opener, FrameDoor door, LongSupplier clock, Runnable atEnd) {
        this.name = name;
        this.opener = opener;
        this.door = door;
        this.clock = clock;
        this.atEnd = atEnd;
        thread = new Thread(this::run, "reader-" + name);
        thread.setDaemon(true);
    }

    @Override
    public void start() {
        heardNanos = clock.getAsLong();
        thread.start();
    }

    @Override
    public void requestStop() {
        requestEnd();
        interruptReading();
    }

    /** Tells the source alone, for one that was open before. */
    void requestEnd() {
        stopping = true;
        interruptSource();
    }

    private void interruptSource() {
        FrameSource open = source;
        if (open == null) {
            return;
        }
        try {
            open.interrupt();
        } catch (RuntimeException | LinkageError e) {
            log.warn("{}: the source could not be interrupted: {}", name, e.toString());
        }
    }

    /** Only while opening, reading or waiting for a buffer: what follows is to be done undisturbed. */
    private synchronized void interruptReading() {
        if (reading) {
            thread.interrupt();
        }
    }

    @Override
    public void abandon() {
        stopping = true;
        door.shut();
        thread.interrupt();
    }

    @Override
    public boolean hasEnded() {
        return ended;
    }

    boolean isAlive() {
        return thread.isAlive();
    }

    /** Waits for the thread's end. */
    void join(long millis) throws InterruptedException {
        thread.join(millis);
    }

    @Override
    public boolean awaitEnd(long deadlineNanos) {
        return StageThreads.awaitEnd(thread, deadlineNanos);
    }

    @Override
    public long framesRead() {
        return framesRead;
    }

    @Override
    public long silentNanos(long nowNanos) {
        return Math.max(0, Math.min(nowNanos - heardNanos, nowNanos - door.waitedUntilNanos(nowNanos)));
    }

    @Override
    public SourceFormat format() {
        return format;
    }

    @Override
    public Throwable failure() {
        return failure;
    }

    @Override
    public Optional<String> endReason() {
        return endReason;
    }

    private void run() {
        // So that a structured log can tell whose line it is.
        MDC.put("camera", name);
        try {
            source = requireNonNull(opener.open(), "the opener gave no source");
            if (stopping) {
                // Who told this thread to end may not have seen the source yet.
                interruptSource();
            }
            read(source);
        } catch (InterruptedException e) {
            log.debug("{}: told to end", name);
        } catch (Throwable e) {
            failure = stopping ? null : e;
        }
        end();
    }

    /** A reader that has ended and does not say so would pass for one that hangs. */
    private void end() {
        try {
            endReading();
            close();
        } finally {
            ended = true;
            atEnd.run();
        }
    }

    private void read(FrameSource from) throws Exception {
        long begin = clock.getAsLong();
        while (!stopping && from.advance() && !stopping) {
            long decoded = clock.getAsLong();
            heardNanos = decoded;
            format = from.format();
            framesRead = framesRead + 1; // This thread alone writes.
            // A camera's advance is mostly waiting for the next frame, which is no work.
            door.admit(from, from.isLive() ? 0 : decoded - begin);
            begin = clock.getAsLong();
            heardNanos = begin;
        }
        endReason = from.endReason();
    }

    private synchronized void endReading() {
        reading = false;
        Thread.interrupted();
    }

    private void close() {
        if (source == null) {
            return;
        }
        try {
            source.close();
        } catch (Throwable e) {
            log.warn("{}: the source could not be closed: {}", name, e.toString());
        }
    }
}
