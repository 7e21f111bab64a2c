package org.posestream.server.command;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged program in a process of its own, serving. */
final class ServerProcess implements AutoCloseable {

    private static final Pattern ADDRESS = Pattern.compile("PoseStream .* http://127\\.0\\.0\\.1:(\\d+)/ .*");

    private final Process process;
    private final Path errors;
    private final int port;

    private ServerProcess(Process process, Path errors) throws IOException {
        this.process = process;
        this.errors = errors;
        BufferedReader out = process.inputReader();
        String line = out.readLine();
        assertNotNull(line, () -> "it ended: " + errorLines());
        Matcher matcher = ADDRESS.matcher(line);
        assertTrue(matcher.matches(), line);
        port = Integer.parseInt(matcher.group(1));
    }

    /** Starts it on a free port with {@code folder} for its temporary files, and waits until it serves. */
    static ServerProcess start(Path folder, List<String> arguments) throws IOException {
        assumeFalse(System.getProperty("os.name").startsWith("Windows"), "skipped: Windows has no signal to end with");
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:+UseSerialGC", "-Xmx512m", "-Djava.io.tmpdir=" + folder, "-jar",
                Path.of("target/posestream.jar").toAbsolutePath().toString()));
        command.addAll(arguments);
        command.addAll(List.of("--port", "0"));
        Path errors = folder.resolve("errors.txt");
        return new ServerProcess(new ProcessBuilder(command).redirectError(errors.toFile()).start(), errors);
    }

    int port() {
        return port;
    }

    /** Tells it to end as Ctrl+C does; returns its exit code. */
    int terminate() throws InterruptedException {
        process.destroy();
        assertTrue(process.waitFor(30, TimeUnit.SECONDS), "it does not end");
        return process.exitValue();
    }

    /** What it wrote to its standard error output so far. */
    List<String> errorLines() {
        try {
            return Files.readAllLines(errors);
        } catch (IOException e) {
            return List.of(e.toString());
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
