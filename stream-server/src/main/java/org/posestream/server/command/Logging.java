package org.posestream.server.command;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** How loud the log is; its form stands in logback.xml. */
final class Logging {

    private Logging() {
    }

    static void setUp(boolean debug) {
        if (LoggerFactory.getLogger("org.posestream") instanceof Logger logger) {
            logger.setLevel(debug ? Level.DEBUG : Level.INFO);
        }
    }
}
