package org.posestream.pipeline;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says a failure once and then, at most once a minute, how often it came again, so that a broken camera or disk does
 * not fill the log. Time is given by the caller. Single-threaded.
 */
final class FailureLog {

    static final long INTERVAL_NANOS = 60_000_000_000L;
    /** Kinds of failures kept apart; with more of them within the interval they share the last place. */
    private static final int MAX_KINDS = 64;
    private static final Logger log = LoggerFactory.getLogger(FailureLog.class);

    private final Consumer<String> lines;
    private final Map<String, Entry> entries = new HashMap<>();

    FailureLog() {
        this(log::warn);
    }

    FailureLog(Consumer<String> lines) {
        this.lines = lines;
    }

    /**
     * Takes note of a failure.
     *
     * @param what what failed, for example {@code "frame of cam1 failed in stage estimate"}
     * @param error why
     * @param nowNanos the machine's monotonic clock
     */
    void report(String what, Throwable error, long nowNanos) {
        String kind = what + ": " + error;
        if (entries.size() >= MAX_KINDS && !entries.containsKey(kind)) {
            forgetQuiet(nowNanos);
            kind = entries.size() >= MAX_KINDS ? "other failures" : kind;
        }
        Entry entry = entries.get(kind);
        if (entry == null) {
            entries.put(kind, new Entry(nowNanos));
            lines.accept(kind);
            log.debug("{}", what, error);
            return;
        }
        entry.repeats++;
        entry.newestNanos = nowNanos;
        if (nowNanos - entry.saidNanos >= INTERVAL_NANOS) {
            entry.saidNanos = nowNanos;
            sayRepeats(kind, entry);
        }
    }

    /** Writes what has been counted but not said yet. */
    void flush() {
        entries.forEach(this::sayRepeats);
    }

    /** Else the failures of the first days would take the room of all later ones. */
    private void forgetQuiet(long nowNanos) {
        entries.entrySet().removeIf(each -> {
            boolean quiet = nowNanos - each.getValue().newestNanos >= INTERVAL_NANOS;
            if (quiet) {
                sayRepeats(each.getKey(), each.getValue());
            }
            return quiet;
        });
    }

    private void sayRepeats(String kind, Entry entry) {
        if (entry.repeats > 0) {
            lines.accept(kind + " (" + entry.repeats + " times more)");
            entry.repeats = 0;
        }
    }

    private static final class Entry {
        private long saidNanos;
        private long newestNanos;
        private long repeats;

        Entry(long nowNanos) {
            saidNanos = nowNanos;
            newestNanos = nowNanos;
        }
    }
}
