package org.posestream.pipeline;

import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says a failure once and then, at most once a minute, how often it came again, so that a broken camera or disk does
 * not fill the log. Time is given by the caller. Single-threaded.
 */
final class FailureLog {

    static final long INTERVAL_NANOS = 60_000_000_000L;
    /** Kinds of failures kept apart; with more of them they share the last place. */
    private static final int MAX_KINDS = 64;
    private static final Logger log = LoggerFactory.getLogger(FailureLog.class);

    private final Map<String, Entry> entries = new HashMap<>();

    /**
     * Takes note of a failure.
     *
     * @param what what failed, for example {@code "frame of cam1 failed in stage estimate"}
     * @param error why
     * @param nowNanos the machine's monotonic clock
     * @return whether a line was written
     */
    boolean report(String what, Throwable error, long nowNanos) {
        String kind = what + ": " + error;
        if (entries.size() >= MAX_KINDS && !entries.containsKey(kind)) {
            kind = "other failures";
        }
        Entry entry = entries.get(kind);
        if (entry == null) {
            entries.put(kind, new Entry(nowNanos));
            log.warn("{}", kind);
            log.debug("{}", what, error);
            return true;
        }
        entry.repeats++;
        if (nowNanos - entry.loggedNanos < INTERVAL_NANOS) {
            return false;
        }
        log.warn("{} ({} times more)", kind, entry.repeats);
        entry.repeats = 0;
        entry.loggedNanos = nowNanos;
        return true;
    }

    /** Writes what has been counted but not said yet. */
    void flush() {
        entries.forEach((kind, entry) -> {
            if (entry.repeats > 0) {
                log.warn("{} ({} times more)", kind, entry.repeats);
                entry.repeats = 0;
            }
        });
    }

    private static final class Entry {
        private long loggedNanos;
        private long repeats;

        Entry(long loggedNanos) {
            this.loggedNanos = loggedNanos;
        }
    }
}
