package org.posestream.server.config;

import java.util.List;

/** A configuration that cannot be used; each line names file, line, key, rule, value and mend. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1;

    private final String[] lines;

    /** Values may hold line breaks, a line of a message may not. */
    public ConfigException(List<String> lines) {
        super(String.join(System.lineSeparator(), lines));
        this.lines = lines.stream().map(line -> line.replaceAll("[\\p{Cc}\\u2028\\u2029]", "?"))
                .toArray(String[]::new);
    }

    /** Everything that is wrong, in the order of the file. */
    public List<String> lines() {
        return List.of(lines);
    }
}
