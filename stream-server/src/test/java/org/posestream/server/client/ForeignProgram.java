package org.posestream.server.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs programs that a machine may or may not have; a test whose program is absent is skipped with that reason. */
final class ForeignProgram {

    private static final long PATIENCE_SECONDS = 60;

    private ForeignProgram() {
    }

    /** Skips the calling test unless this command, a cheap one, ends well; gives what it printed. */
    static String require(Path folder, String... command) throws Exception {
        Outcome outcome;
        try {
            outcome = run(folder, List.of(command));
        } catch (IOException e) {
            outcome = new Outcome(-1, e.getMessage());
        }
        String said = outcome.output();
        assumeTrue(outcome.status() == 0, () -> "skipped: '" + String.join(" ", command) + "' does not run: " + said);
        return said;
    }

    /** What the command printed, which must end well. */
    static String output(Path folder, List<String> command) throws Exception {
        Outcome outcome = run(folder, command);
        assertEquals(0, outcome.status(), () -> String.join(" ", command) + " said:\n" + outcome.output());
        return outcome.output();
    }

    /** Waits until the command, which may go on for ever, has printed a line that matches. */
    static void awaitLine(Path folder, String regex, List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
        List<String> printed = Collections.synchronizedList(new ArrayList<>());
        CompletableFuture<Boolean> found = CompletableFuture.supplyAsync(() -> process.inputReader().lines()
                .peek(printed::add).anyMatch(line -> line.matches(regex)));
        try {
            assertTrue(found.get(PATIENCE_SECONDS, TimeUnit.SECONDS), () -> command + " printed " + printed);
        } catch (TimeoutException e) {
            throw new AssertionError(command + " printed " + printed, e);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Standard output and error go to a file, which nobody has to empty while the program runs. */
    private static Outcome run(Path folder, List<String> command) throws Exception {
        Path output = Files.createTempFile(folder, "output", ".txt");
        Process process = new ProcessBuilder(command).directory(folder.toFile())
                .redirectErrorStream(true).redirectOutput(output.toFile()).start();
        try {
            assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS),
                    () -> String.join(" ", command) + " does not end");
        } finally {
            process.destroyForcibly();
        }
        try (InputStream in = Files.newInputStream(output)) {
            return new Outcome(process.exitValue(), new String(in.readAllBytes(), StandardCharsets.UTF_8).strip());
        }
    }

    private record Outcome(int status, String output) {
    }
}
