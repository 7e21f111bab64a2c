package org.posestream.server.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.posestream.source.Redaction;

/** What is wrong with a file, gathered so that all of it can be told at once. */
final class ConfigProblems {

    private final String file;
    private final List<Problem> problems = new ArrayList<>();

    /** @param file as the user named it */
    ConfigProblems(String file) {
        this.file = file;
    }

    /**
     * @param line from 1
     * @param key with its sections before it, or empty for the file itself
     */
    void add(int line, String key, String text) {
        // An address may stand where a name is expected.
        problems.add(new Problem(line, key.isEmpty() ? text : Redaction.of(key) + ": " + text));
    }

    /** One each, in the order of the file. */
    List<String> lines() {
        return problems.stream().sorted(Comparator.comparingInt(Problem::line))
                .map(problem -> file + ":" + problem.line + ": " + problem.text).toList();
    }

    void throwIfAny() throws ConfigException {
        if (!problems.isEmpty()) {
            throw new ConfigException(lines());
        }
    }

    private record Problem(int line, String text) {
    }
}
