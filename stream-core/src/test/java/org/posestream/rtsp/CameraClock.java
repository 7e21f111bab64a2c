package org.posestream.rtsp;

/** The wall clock of cameras that are right: this machine's, which does not step while the process runs. */
final class CameraClock {

    private static final long ORIGIN_NANOS = System.currentTimeMillis() * 1_000_000 - System.nanoTime();

    private CameraClock() {
    }

    /** Nanoseconds since 1970-01-01 UTC. */
    static long unixNanos() {
        return ORIGIN_NANOS + System.nanoTime();
    }

    /** The same for a moment told by {@link System#nanoTime()}. */
    static long unixNanosAt(long nanoTime) {
        return ORIGIN_NANOS + nanoTime;
    }
}
