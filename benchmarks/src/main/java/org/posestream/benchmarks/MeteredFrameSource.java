package org.posestream.benchmarks;

import org.posestream.frame.FrameBuffer;
import org.posestream.source.FrameSource;
import org.posestream.source.FrameSources;
import org.posestream.source.SourceException;
import org.posestream.source.SourceOptions;

/**
 * So many frames of a file, with the time that they took to decode and to copy. When the file ends it begins again, its
 * times too, which makes the tracker begin again: nobody is searched for who was there at the end of the file.
 */
final class MeteredFrameSource implements FrameSource {

    private final String file;
    private final long frameCount;
    private FrameSource source;
    private long frames;
    private volatile long decodeNanos;
    private volatile long copyNanos;

    /** Opens the file. */
    MeteredFrameSource(String file, long frameCount) throws SourceException {
        this.file = file;
        this.frameCount = frameCount;
        source = FrameSources.open(file, SourceOptions.DEFAULT);
    }

    /** Time spent in {@link #advance()} so far. */
    long decodeNanos() {
        return decodeNanos;
    }

    /** Time spent in {@link #copyTo} so far. */
    long copyNanos() {
        return copyNanos;
    }

    @Override
    public boolean advance() throws SourceException {
        if (frames == frameCount) {
            return false;
        }
        frames++;
        long begin = System.nanoTime();
        boolean more = source.advance() || startAgain();
        decodeNanos = decodeNanos + System.nanoTime() - begin;
        return more;
    }

    private boolean startAgain() throws SourceException {
        source.close();
        source = FrameSources.open(file, SourceOptions.DEFAULT);
        return source.advance();
    }

    @Override
    public void copyTo(FrameBuffer buffer) throws SourceException {
        long begin = System.nanoTime();
        source.copyTo(buffer);
        copyNanos = copyNanos + System.nanoTime() - begin;
    }

    @Override
    public long captureNanos() {
        return source.captureNanos();
    }

    @Override
    public boolean isLive() {
        return source.isLive();
    }

    @Override
    public double frameRate() {
        return source.frameRate();
    }

    @Override
    public long frameCount() {
        return frameCount;
    }

    @Override
    public void interrupt() {
        source.interrupt();
    }

    @Override
    public void close() {
        source.close();
    }
}
