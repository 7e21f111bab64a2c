package org.posestream.server.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged program in a process of its own, serving. */
final class ServerProcess implements AutoCloseable {

    private static final Pattern ADDRESS = Pattern.compile("PoseStream .* http://127\\.0\\.0\\.1:(\\d+)/ .*");
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Process process;
    private final Path errors;
    private int port;

    private ServerProcess(ProcessBuilder builder, Path folder) throws IOException {
        errors = folder.resolve("errors.txt");
        process = builder.redirectError(errors.toFile()).start();
    }

    /** Starts it on a free port with {@code folder} for its temporary files, and waits until it serves. */
    static ServerProcess start(Path folder, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:+UseSerialGC", "-Xmx512m", "-Djava.io.tmpdir=" + folder, "-jar",
                Path.of("target/posestream.jar").toAbsolutePath().toString()));
        command.addAll(arguments);
        command.addAll(List.of("--port", "0"));
        assumeSignals();
        return new ServerProcess(new ProcessBuilder(command), folder).awaitAddress();
    }

    /** Starts it by the launcher, as users do, and waits until it serves. */
    static ServerProcess launch(Path folder, List<String> arguments) throws IOException {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of("--port", "0"));
        return begin(folder, all).awaitAddress();
    }

    /** As {@link #launch}, but as {@code nohup} would. */
    static ServerProcess launchIgnoringHangups(Path folder, List<String> arguments) throws IOException {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of("--port", "0"));
        return begin(folder, List.of("sh", "-c", "trap '' HUP; exec \"$0\" \"$@\""), all).awaitAddress();
    }

    /** Starts it by the launcher. */
    static ServerProcess begin(Path folder, List<String> arguments) throws IOException {
        // A build under nohup would hand down that hang-ups are ignored.
        boolean linux = System.getProperty("os.name").equals("Linux");
        return begin(folder, linux ? List.of("env", "--default-signal=HUP") : List.of(), arguments);
    }

    private static ServerProcess begin(Path folder, List<String> by, List<String> arguments) throws IOException {
        assumeSignals();
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("posestream"))) {
            root = root.getParent();
        }
        List<String> command = new ArrayList<>(by);
        command.add(root.resolve("posestream").toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("POSESTREAM_JAVA_OPTIONS", "-Xmx512m -Djava.io.tmpdir=" + folder);
        return new ServerProcess(builder, folder);
    }

    int port() {
        return port;
    }

    /** Tells it to end; returns its exit code. */
    int terminate() throws InterruptedException {
        process.destroy();
        return awaitEnd();
    }

    /** Sends a signal, for example {@code HUP}. */
    void signal(String name) throws Exception {
        assertEquals(0, new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor());
    }

    /** Sends a signal and at once the same again. */
    void signalTwice(String name) throws Exception {
        assertEquals(0, new ProcessBuilder("sh", "-c", "kill -" + name + " $0; kill -" + name + " $0",
                Long.toString(process.pid())).start().waitFor());
    }

    /** What it wrote to its standard output that was not read yet; waits until it ends. */
    String output() throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Its exit code. */
    int awaitEnd() throws InterruptedException {
        assertTrue(process.waitFor(PATIENCE_NANOS, TimeUnit.NANOSECONDS), "it does not end");
        return process.exitValue();
    }

    /** Waits until its log has a line that ends so. */
    void awaitLogged(String end) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (errorLines().stream().noneMatch(line -> line.endsWith(end))) {
            assertTrue(System.nanoTime() < deadline && process.isAlive(), () -> "'" + end + "' is not in "
                    + errorLines());
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    /** The log without times and levels. */
    List<String> logged() {
        return errorLines().stream().map(line -> line.replaceFirst("^[-0-9:. ]+ [A-Z]+ +", "")).toList();
    }

    /** What it wrote to its standard error output so far. */
    List<String> errorLines() {
        try {
            return Files.readAllLines(errors);
        } catch (IOException e) {
            return List.of(e.toString());
        }
    }

    /** The names of all streams. */
    List<String> streams() throws IOException {
        List<String> names = new ArrayList<>();
        try (InputStream in = URI.create("http://127.0.0.1:" + port() + "/v1/streams").toURL().openStream()) {
            new ObjectMapper().readTree(in).get("streams")
                    .forEach(stream -> names.add(stream.get("stream").asText()));
        }
        return names;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** Waits until it serves. */
    ServerProcess awaitAddress() throws IOException {
        BufferedReader out = process.inputReader();
        String line = out.readLine();
        assertNotNull(line, () -> "it ended: " + errorLines());
        Matcher matcher = ADDRESS.matcher(line);
        assertTrue(matcher.matches(), line);
        port = Integer.parseInt(matcher.group(1));
        return this;
    }

    private static void assumeSignals() {
        assumeFalse(System.getProperty("os.name").startsWith("Windows"), "skipped: Windows has no signal to end with");
    }
}
