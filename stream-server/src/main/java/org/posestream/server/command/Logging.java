package org.posestream.server.command;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import org.posestream.server.config.LogConfig;
import org.slf4j.LoggerFactory;

/** How loud the log is and what its lines look like; where it goes, and its lines as text, stand in logback.xml. */
final class Logging {

    private static Encoder<ILoggingEvent> text;

    private Logging() {
    }

    /** @param debug whether it is loud whatever the configuration says */
    static synchronized void setUp(LogConfig config, boolean debug) {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return;
        }
        context.getLogger("org.posestream").setLevel(debug ? Level.DEBUG : Level.valueOf(config.level().name()));
        if (context.getLogger("ROOT").getAppender("repeats") instanceof RepeatedLines lines
                && lines.getAppender("console") instanceof ConsoleAppender<ILoggingEvent> console) {
            lines.flush();
            if (text == null) {
                text = console.getEncoder();
            }
            console.setEncoder(config.format() == LogConfig.Format.TEXT ? text : new JsonLines());
        }
    }
}
