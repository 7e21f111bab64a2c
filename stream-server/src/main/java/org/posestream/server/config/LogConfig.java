package org.posestream.server.config;

/**
 * What is logged, and how.
 *
 * @param level the least that is logged
 * @param format of each line
 */
public record LogConfig(Level level, Format format) {

    public static final LogConfig DEFAULT = new LogConfig(Level.INFO, Format.TEXT);

    /** How loud. */
    public enum Level { ERROR, WARN, INFO, DEBUG }

    /** For people, or an object of JSON a line. */
    public enum Format { TEXT, JSON }
}
