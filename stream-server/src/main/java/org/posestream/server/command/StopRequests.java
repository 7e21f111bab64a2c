package org.posestream.server.command;

/**
 * What a request to stop means: the first begins to stop, a later one forces the end. Time is given by the caller; any
 * thread may use it.
 */
final class StopRequests {

    /** What to do on a request. */
    enum Answer { BEGIN, IGNORE, FORCE }

    /** {@code timeout} tells its child and then its whole group, and so the child twice at once. */
    static final long REPEAT_NANOS = 500_000_000L;

    private String first;
    private long firstNanos;

    /** @param name of the signal; the same one again within {@link #REPEAT_NANOS} of the first is an echo of it */
    synchronized Answer judge(String name, long nowNanos) {
        if (first == null) {
            first = name;
            firstNanos = nowNanos;
            return Answer.BEGIN;
        }
        return name.equals(first) && nowNanos - firstNanos < REPEAT_NANOS ? Answer.IGNORE : Answer.FORCE;
    }

    /** Whether there was one. */
    synchronized boolean any() {
        return first != null;
    }
}
