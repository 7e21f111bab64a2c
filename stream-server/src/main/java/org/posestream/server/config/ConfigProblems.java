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
        problems.add(new Problem(line, key, text));
    }

    /** One each, in the order of the file. */
    List<String> lines() {
        return problems.stream().sorted(Comparator.comparingInt(Problem::line))
                .map(problem -> file + ":" + problem.line + ": " + problem.named()).toList();
    }

    /** One each, in the order in which they were found. */
    List<ConfigFault> faults() {
        return problems.stream().map(problem -> new ConfigFault(problem.key, problem.text)).toList();
    }

    void throwIfAny() throws ConfigException {
        if (!problems.isEmpty()) {
            throw new ConfigException(lines());
        }
    }

    private record Problem(int line, String key, String text) {

        String named() {
            // An address may stand where a name is expected.
            return key.isEmpty() ? text : Redaction.of(key) + ": " + text;
        }
    }
}
