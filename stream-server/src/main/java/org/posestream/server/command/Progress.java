package org.posestream.server.command;

import java.io.PrintWriter;
import java.util.Locale;

/**
 * Shows how far a long job is: a bar that is drawn over itself on a terminal, a plain line every tenth otherwise. Time
 * is an argument.
 */
final class Progress {

    private static final int BAR_CELLS = 30;
    private static final int PLAIN_STEPS = 10;

    private final PrintWriter out;
    private final boolean terminal;
    private final String title;
    private final long total;
    private final long startNanos;
    private int step;

    /**
     * @param out where to
     * @param terminal whether a line can be drawn over
     * @param title what is worked on
     * @param total number of frames; 0 when unknown
     * @param nowNanos the time of the start
     */
    Progress(PrintWriter out, boolean terminal, String title, long total, long nowNanos) {
        this.out = out;
        this.terminal = terminal;
        this.title = title;
        this.total = total;
        this.startNanos = nowNanos;
    }

    /** Shows that so many frames are done. */
    void update(long done, long nowNanos) {
        if (terminal) {
            out.print("\r" + line(done, nowNanos));
            out.flush();
        } else if (total > 0 && done * PLAIN_STEPS / total > step) {
            step = (int) (done * PLAIN_STEPS / total);
            out.println(line(done, nowNanos));
        }
    }

    /** Ends the bar, if there is one. */
    void finish(long done, long nowNanos) {
        if (terminal) {
            out.println("\r" + line(done, nowNanos));
        }
    }

    /** Frames a second since the start. */
    private double rate(long done, long nowNanos) {
        return done / Math.max(1e-9, (nowNanos - startNanos) / 1e9);
    }

    private String line(long done, long nowNanos) {
        String rate = String.format(Locale.ROOT, "%.1f frames/s", rate(done, nowNanos));
        if (total <= 0) {
            return title + ": " + done + " frames, " + rate;
        }
        long shown = Math.min(done, total);
        String bar = "";
        if (terminal) {
            int cells = (int) (shown * BAR_CELLS / total);
            bar = "[" + "#".repeat(cells) + " ".repeat(BAR_CELLS - cells) + "] ";
        }
        return title + ": " + bar + shown * 100 / total + " %, " + shown + " of " + total + " frames, " + rate;
    }
}
