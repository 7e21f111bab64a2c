package org.posestream.pipeline;

import java.util.StringJoiner;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of a camera's changes, a line each, but never more than {@value #BURST} in a row and then one in
 * {@value #MINUTES_PER_LINE} minutes: a camera that comes and goes all night must not bury the rest of the log. The
 * newest of what was held back is told as soon as a line is earned, and counts the others. Time is given by the caller;
 * one thread at a time.
 */
final class CameraLog {

    static final int BURST = 8;
    static final int MINUTES_PER_LINE = 10;
    private static final long NANOS_PER_LINE = MINUTES_PER_LINE * 60_000_000_000L;

    private static final Logger log = LoggerFactory.getLogger(CameraLog.class);

    private final String name;
    private final Consumer<String> news;
    private final Consumer<String> warnings;
    private int allowed = BURST;
    private long countedNanos;
    private boolean started;
    private long keptBack;
    /** The newest that was held back, and where it goes; null for none. */
    private String held;
    private Consumer<String> heldFor;
    private boolean streamed;
    private String lostBecause;

    /** For this program's log. */
    CameraLog(String name) {
        this(name, line -> log.atInfo().addKeyValue("camera", name).log(line),
                line -> log.atWarn().addKeyValue("camera", name).log(line));
    }

    CameraLog(String name, Consumer<String> news, Consumer<String> warnings) {
        this.name = name;
        this.news = news;
        this.warnings = warnings;
    }

    /** What somebody asked for; always told. */
    void command(String what) {
        overtakeHeld();
        lostBecause = null;
        news.accept(name + ": " + what);
    }

    /** Frames come. */
    void streaming(String what, long nowNanos) {
        lostBecause = null;
        streamed = true;
        say(what, nowNanos, news);
    }

    /** What went wrong otherwise. */
    void trouble(String what, long nowNanos) {
        say(what, nowNanos, warnings);
    }

    /** The stream was lost, or could not be had; told again only when the reason is another, or after a stream. */
    void lost(String reason, long nowNanos) {
        if (reason.equals(lostBecause)) {
            keptBack++;
            return;
        }
        lostBecause = reason;
        String what = streamed ? "lost: " : "not reached: ";
        streamed = false;
        say(what + reason, nowNanos, warnings);
    }

    /** Tells what was held back, once a line for it is earned; to be called often. */
    void tick(long nowNanos) {
        earn(nowNanos);
        if (held != null && allowed > 0) {
            String what = held;
            held = null;
            write(what, heldFor);
        }
    }

    private void say(String what, long nowNanos, Consumer<String> lines) {
        overtakeHeld();
        earn(nowNanos);
        if (allowed > 0) {
            write(what, lines);
        } else {
            held = what;
            heldFor = lines;
        }
    }

    /** What was held back is old by now. */
    private void overtakeHeld() {
        if (held != null) {
            held = null;
            keptBack++;
        }
    }

    private void write(String what, Consumer<String> lines) {
        allowed--;
        StringJoiner notes = new StringJoiner("; ", " (", ")").setEmptyValue("");
        if (keptBack > 0) {
            notes.add("other changes since the last line: " + keptBack);
        }
        if (allowed == 0) {
            notes.add("further changes: one line in " + MINUTES_PER_LINE + " minutes");
        }
        lines.accept(name + ": " + what + notes);
        keptBack = 0;
    }

    private void earn(long nowNanos) {
        if (!started) {
            started = true;
            countedNanos = nowNanos;
        }
        long earned = (nowNanos - countedNanos) / NANOS_PER_LINE;
        countedNanos += earned * NANOS_PER_LINE;
        allowed = (int) Math.min(BURST, allowed + earned);
    }
}
