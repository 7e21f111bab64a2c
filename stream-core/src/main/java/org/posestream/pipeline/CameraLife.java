package org.posestream.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.posestream.metrics.PipelineCounter;
import org.posestream.metrics.PipelineMetrics;
import org.posestream.source.Redaction;
import org.posestream.source.SourceException;
import org.posestream.source.SourceFormat;

/**
 * The states of a supervised camera and what leads from one to the next. Knows neither threads nor a clock: it is told
 * the time and looks at its connection. One thread at a time.
 *
 * <pre>
 *                  frames                     silence                    told to end, ended or abandoned
 *   CONNECTING -----------> STREAMING ---------------------> STALLED ----------------------------------+
 *     ^  |  |                   |                                                                      |
 *     |  |  +---- silence ------|-----------> STALLED                                                  |
 *     |  +------ error ---------+---- end, error --------------------------> BACKING_OFF <-------------+
 *     +--------------- after the pause ------------------------------------------+  ^
 *                                                                                   | one has ended
 *   PAUSED, STOPPED: on request, from everywhere              too many abandoned: FAILED
 * </pre>
 */
final class CameraLife {

    /** So long a stream must have been good for its earlier failures to be forgotten. */
    static final long GOOD_STREAM_NANOS = 30_000_000_000L;

    private final SupervisionOptions options;
    private final PipelineMetrics metrics;
    private final Supplier<Connection> connections;
    private final BackOff backOff;
    private final CameraLog log;
    private final List<Connection> abandoned = new ArrayList<>();

    private CameraState state = CameraState.BACKING_OFF;
    private long sinceNanos;
    private Connection connection;
    private boolean ending;
    private long endDeadlineNanos;
    private long nextTryNanos;
    private int attempts;
    private boolean lostStream;
    private SourceFormat format = SourceFormat.UNKNOWN;
    private String lastError;

    /** @param connections makes one that has not started; may throw */
    CameraLife(SupervisionOptions options, PipelineMetrics metrics, Supplier<Connection> connections,
            RandomGenerator random, CameraLog log) {
        this.options = options;
        this.metrics = metrics;
        this.connections = connections;
        this.backOff = new BackOff(options.longestPause(), random);
        this.log = log;
    }

    /** Begins to connect. */
    void start(long nowNanos) {
        nextTryNanos = nowNanos;
        tick(nowNanos);
    }

    /** Begins paused: nothing is opened until it is resumed. */
    void startPaused(long nowNanos) {
        enter(CameraState.PAUSED, nowNanos);
    }

    /** Looks at what has happened, and does what is due. */
    void tick(long nowNanos) {
        abandoned.removeIf(Connection::hasEnded);
        if (connection != null) {
            watch(nowNanos);
        }
        if (connection == null) {
            proceed(nowNanos);
        }
        log.tick(nowNanos);
    }

    /** Closes the source and keeps it closed. */
    void pause(long nowNanos) {
        if (state != CameraState.PAUSED && state != CameraState.STOPPED) {
            log.command("paused");
            leave(CameraState.PAUSED, nowNanos);
        }
    }

    /** Opens a paused source again. */
    void resume(long nowNanos) {
        if (state == CameraState.PAUSED) {
            log.command("resumed");
            attempts = 0;
            nextTryNanos = nowNanos;
            enter(CameraState.BACKING_OFF, nowNanos);
            tick(nowNanos);
        }
    }

    /** Closes the source for ever. */
    void stop(long nowNanos) {
        if (state != CameraState.STOPPED) {
            leave(CameraState.STOPPED, nowNanos);
        }
    }

    /** What is still open, or null. */
    Connection connection() {
        return connection;
    }

    /** Gives up what is still open. */
    void abandon() {
        metrics.increment(PipelineCounter.READERS_ABANDONED);
        Connection hanging = connection;
        abandoned.add(hanging);
        connection = null;
        hanging.abandon();
    }

    CameraState state() {
        return state;
    }

    long sinceNanos() {
        return sinceNanos;
    }

    int attempts() {
        return attempts;
    }

    int abandonedCount() {
        return (int) abandoned.stream().filter(reader -> !reader.hasEnded()).count();
    }

    SourceFormat format() {
        return format;
    }

    /** Null when nothing has gone wrong yet. */
    String lastError() {
        return lastError;
    }

    private void watch(long nowNanos) {
        if (!connection.format().equals(SourceFormat.UNKNOWN)) {
            format = connection.format();
        }
        if (state == CameraState.CONNECTING && connection.framesRead() > 0) {
            streams(nowNanos);
        }
        if (state == CameraState.STREAMING
                && nowNanos - connection.silentNanos(nowNanos) - sinceNanos >= GOOD_STREAM_NANOS) {
            attempts = 0;
        }
        if (connection.hasEnded()) {
            ended(nowNanos);
        } else if (ending) {
            abandonWhenDue(nowNanos);
        } else if (state == CameraState.CONNECTING && nowNanos - sinceNanos >= options.openTimeout().toNanos()) {
            stalled("no frame within " + seconds(options.openTimeout()) + " of opening it", nowNanos);
        } else if (state == CameraState.STREAMING
                && connection.silentNanos(nowNanos) >= options.stallTimeout().toNanos()) {
            metrics.increment(PipelineCounter.STALLS);
            stalled("no frame for " + seconds(options.stallTimeout()), nowNanos);
        }
    }

    private void streams(long nowNanos) {
        enter(CameraState.STREAMING, nowNanos);
        if (lostStream) {
            lostStream = false;
            metrics.increment(PipelineCounter.RECONNECTS);
        }
        log.streaming(("streaming " + format).strip(), nowNanos);
    }

    private void stalled(String reason, long nowNanos) {
        lostStream |= state == CameraState.STREAMING;
        lastError = reason;
        leave(CameraState.STALLED, nowNanos);
    }

    private void ended(long nowNanos) {
        Throwable failure = connection.failure();
        String reason = failure == null ? connection.endReason().orElse("the stream ended") : reason(failure);
        connection = null;
        if (state == CameraState.CONNECTING || state == CameraState.STREAMING) {
            lostStream |= state == CameraState.STREAMING;
            lose(reason, nowNanos);
        }
    }

    private void abandonWhenDue(long nowNanos) {
        if (nowNanos - endDeadlineNanos >= 0) {
            abandon();
            log.trouble("its reader hangs and is left behind; " + abandoned.size() + " of them now", nowNanos);
        }
    }

    private void proceed(long nowNanos) {
        if (state == CameraState.STALLED) {
            lose(lastError, nowNanos);
        }
        boolean full = abandoned.size() >= options.maxAbandoned();
        if (state == CameraState.BACKING_OFF && full) {
            enter(CameraState.FAILED, nowNanos);
            log.trouble("failed: " + abandoned.size() + " of its readers hang; it is tried again when one has ended",
                    nowNanos);
        } else if (state == CameraState.FAILED && !full) {
            enter(CameraState.BACKING_OFF, nowNanos);
        }
        if (state == CameraState.BACKING_OFF && nowNanos - nextTryNanos >= 0) {
            connect(nowNanos);
        }
    }

    private void connect(long nowNanos) {
        attempts++;
        ending = false;
        enter(CameraState.CONNECTING, nowNanos);
        try {
            connection = connections.get();
            connection.start();
        } catch (Throwable e) {
            // No thread to be had, perhaps: the next try may find one.
            connection = null;
            lose(reason(e), nowNanos);
        }
    }

    private void lose(String reason, long nowNanos) {
        lastError = reason;
        nextTryNanos = nowNanos + backOff.nanosAfter(attempts);
        enter(CameraState.BACKING_OFF, nowNanos);
        log.lost(reason, nowNanos);
    }

    /** Goes to a state in which nothing is read; what is open gets time to end. */
    private void leave(CameraState next, long nowNanos) {
        enter(next, nowNanos);
        if (connection != null && !ending) {
            ending = true;
            endDeadlineNanos = nowNanos + options.abandonTimeout().toNanos();
            connection.requestStop();
        }
    }

    private void enter(CameraState next, long nowNanos) {
        state = next;
        sinceNanos = nowNanos;
    }

    /** Messages of sources are meant to be read; others say nothing without their kind, and may hold an address. */
    private static String reason(Throwable failure) {
        return failure instanceof SourceException ? failure.getMessage() : Redaction.of(failure.toString());
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() / 1000.0 + " s";
    }
}
