package org.posestream.server.command;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.spi.AppenderAttachable;
import ch.qos.logback.core.spi.AppenderAttachableImpl;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Stands before the log's real end and keeps back warnings and errors that come again word for word within a minute;
 * after it a line says how often they came, so that a broken camera or client does not fill the disk in a night.
 */
public final class RepeatedLines extends AppenderBase<ILoggingEvent> implements AppenderAttachable<ILoggingEvent> {

    static final long INTERVAL_MILLIS = 60_000;
    /** Lines remembered; with more of them the oldest may be written again too early. */
    private static final int MAX_LINES = 256;

    private final AppenderAttachableImpl<ILoggingEvent> ends = new AppenderAttachableImpl<>();
    /** The oldest first. */
    private final Map<String, Repeat> repeats = new LinkedHashMap<>();
    private boolean ticking;

    @Override
    protected synchronized void append(ILoggingEvent event) {
        sayDue(event.getTimeStamp());
        if (!event.getLevel().isGreaterOrEqual(Level.WARN)) {
            ends.appendLoopOnAppenders(event);
            return;
        }
        Repeat known = repeats.get(event.getFormattedMessage());
        if (known != null) {
            known.count++;
            tick();
            return;
        }
        ends.appendLoopOnAppenders(event);
        if (repeats.size() == MAX_LINES) {
            Repeat oldest = repeats.remove(repeats.keySet().iterator().next());
            say(oldest);
        }
        repeats.put(event.getFormattedMessage(), new Repeat(event, event.getTimeStamp()));
    }

    /** Says what is due by then; those that did not come again for a minute are forgotten. */
    synchronized void sayDue(long nowMillis) {
        Map<String, Repeat> again = new LinkedHashMap<>();
        Iterator<Map.Entry<String, Repeat>> oldest = repeats.entrySet().iterator();
        while (oldest.hasNext()) {
            Map.Entry<String, Repeat> entry = oldest.next();
            long age = nowMillis - entry.getValue().sinceMillis;
            // Below 0 where the wall clock was set back: then nothing would be due for as long as that.
            if (age >= 0 && age < INTERVAL_MILLIS) {
                break;
            }
            oldest.remove();
            if (say(entry.getValue())) {
                again.put(entry.getKey(), new Repeat(entry.getValue().event, nowMillis));
            }
        }
        repeats.putAll(again);
    }

    /** Says what was kept back, and forgets all. */
    synchronized void flush() {
        repeats.values().forEach(this::say);
        repeats.clear();
    }

    @Override
    public synchronized void stop() {
        flush();
        super.stop();
    }

    private boolean say(Repeat repeat) {
        if (repeat.count == 0) {
            return false;
        }
        ILoggingEvent first = repeat.event;
        LoggingEvent line = new LoggingEvent(getClass().getName(),
                ((LoggerContext) getContext()).getLogger(first.getLoggerName()), first.getLevel(),
                first.getFormattedMessage() + " (" + repeat.count + " times more)", null, null);
        line.setMDCPropertyMap(first.getMDCPropertyMap());
        line.setKeyValuePairs(first.getKeyValuePairs());
        ends.appendLoopOnAppenders(line);
        return true;
    }

    /** From the first repetition on, so that its count is said even if no other line follows. */
    private void tick() {
        if (!ticking) {
            ticking = true;
            getContext().getScheduledExecutorService().scheduleWithFixedDelay(
                    () -> sayDue(System.currentTimeMillis()), INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void addAppender(Appender<ILoggingEvent> end) {
        ends.addAppender(end);
    }

    @Override
    public Iterator<Appender<ILoggingEvent>> iteratorForAppenders() {
        return ends.iteratorForAppenders();
    }

    @Override
    public Appender<ILoggingEvent> getAppender(String name) {
        return ends.getAppender(name);
    }

    @Override
    public boolean isAttached(Appender<ILoggingEvent> end) {
        return ends.isAttached(end);
    }

    @Override
    public void detachAndStopAllAppenders() {
        ends.detachAndStopAllAppenders();
    }

    @Override
    public boolean detachAppender(Appender<ILoggingEvent> end) {
        return ends.detachAppender(end);
    }

    @Override
    public boolean detachAppender(String name) {
        return ends.detachAppender(name);
    }

    private static final class Repeat {
        private final ILoggingEvent event;
        private final long sinceMillis;
        private long count;

        Repeat(ILoggingEvent event, long sinceMillis) {
            this.event = event;
            this.sinceMillis = sinceMillis;
        }
    }
}
