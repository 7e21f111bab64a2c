package org.posestream.server.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One run of the program within this JVM, with all that a user would see of it.
 *
 * @param code exit code
 * @param out lines on the standard output
 * @param errors lines on the standard error output, the log included
 */
record CommandRun(int code, List<String> out, List<String> errors) {

    private static final long THREAD_END_MILLIS = 10_000;

    /** Runs the command line; no thread of it may be left when it has returned. */
    static CommandRun of(String... arguments) {
        Set<Thread> before = new HashSet<>(Thread.getAllStackTraces().keySet());
        PrintStream terminal = System.err;
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        StringWriter out = new StringWriter();
        int code;
        System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
        try {
            code = PoseStreamCommand.run(new PrintWriter(out, true), new PrintWriter(System.err, true), arguments);
        } finally {
            System.setErr(terminal);
        }
        assertNoThreadLeft(before);
        return new CommandRun(code, out.toString().lines().toList(),
                errors.toString(StandardCharsets.UTF_8).lines().toList());
    }

    /** The only line on the standard error output of a run that ended with this code. */
    String onlyError(int expectedCode) {
        assertEquals(1, errors.size(), () -> String.join("\n", errors));
        assertEquals(expectedCode, code, errors.get(0));
        return errors.get(0);
    }

    private static void assertNoThreadLeft(Set<Thread> before) {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            boolean ours = thread.getName().matches("(reader|stage|web)-.*") || !thread.isDaemon();
            if (ours && !before.contains(thread)) {
                assertEnds(thread);
            }
        }
    }

    private static void assertEnds(Thread thread) {
        try {
            thread.join(THREAD_END_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        assertFalse(thread.isAlive(), () -> "left behind: " + thread);
    }
}
