package org.posestream.rtsp;

import java.util.ArrayList;
import java.util.List;
import org.posestream.frame.FrameBuffer;
import org.posestream.pose.PoseFrame;

/** Which pictures of a clip came out of a pipeline, and when; one thread adds, any may ask. */
public final class FrameLog {

    /**
     * A picture that came out.
     *
     * @param seenNanos when, on the clock of {@link System#nanoTime()}
     * @param index its place in the stream, or -1 when its number could not be read
     * @param captureUnixNanos when it was captured, by the wall clock, as the pipeline knows
     */
    public record Seen(long seenNanos, long index, int width, long captureUnixNanos) {

        /** From its capture, as the camera told, until it came out. */
        public double latencyMillis() {
            return (CameraClock.unixNanosAt(seenNanos) - captureUnixNanos) * 1e-6;
        }
    }

    private final int framesPerSecond;
    private final List<Seen> pictures = new ArrayList<>();

    /** @param framesPerSecond of the clip */
    public FrameLog(int framesPerSecond) {
        this.framesPerSecond = framesPerSecond;
    }

    int framesPerSecond() {
        return framesPerSecond;
    }

    /** Adds a picture. */
    public void add(PoseFrame frame, FrameBuffer pixels) {
        long now = System.nanoTime();
        Seen seen = new Seen(now, index(CountedPicture.read(pixels), now), pixels.width(), frame.captureUnixNanos());
        synchronized (this) {
            pictures.add(seen);
        }
    }

    /** Everything since the last {@link #clear}. */
    public synchronized List<Seen> seen() {
        return List.copyOf(pictures);
    }

    public synchronized void clear() {
        pictures.clear();
    }

    /**
     * The end of the stream that is in order: pictures behind each other without a gap, as many as there are.
     *
     * @param fromNanos only pictures seen since then count
     */
    public synchronized List<Seen> runSince(long fromNanos) {
        int begin = pictures.size();
        while (begin > 0 && pictures.get(begin - 1).seenNanos() - fromNanos >= 0 && isInOrder(begin - 1)) {
            begin--;
        }
        return List.copyOf(pictures.subList(begin, pictures.size()));
    }

    private boolean isInOrder(int i) {
        long index = pictures.get(i).index();
        return index >= 0 && (i + 1 == pictures.size() || pictures.get(i + 1).index() == index + 1);
    }

    /** The place with that number that is due nearest to now: numbers come again every so many pictures. */
    private long index(int number, long nowNanos) {
        if (number == CountedPicture.UNREADABLE) {
            return -1;
        }
        long now = CameraClock.unixNanosAt(nowNanos) / 1000 * framesPerSecond / 1_000_000;
        long half = CountedClip.PICTURES / 2;
        return now - half + Math.floorMod(number - (now - half), (long) CountedClip.PICTURES);
    }
}
