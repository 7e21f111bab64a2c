package org.posestream.rtsp;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The handle of an {@link RtspServerMain}: halts it, lets it go on, kills it and starts it again. */
final class RtspServerProcess implements AutoCloseable {

    private final Path clip;
    private final int framesPerSecond;
    private Process process;
    private String url;

    private RtspServerProcess(Path clip, int framesPerSecond) {
        this.clip = clip;
        this.framesPerSecond = framesPerSecond;
    }

    /** Returns when it listens. */
    static RtspServerProcess start(Path clip, int framesPerSecond) throws IOException {
        RtspServerProcess server = new RtspServerProcess(clip, framesPerSecond);
        server.launch(0);
        return server;
    }

    String url() {
        return url;
    }

    /** SIGSTOP: it keeps its connections, and the kernel even takes new ones, but it does nothing. */
    void halt() throws IOException {
        signal("-STOP");
    }

    /** SIGCONT. */
    void goOn() throws IOException {
        signal("-CONT");
    }

    /** SIGKILL. */
    void kill() throws IOException {
        process.destroyForcibly();
        await(process);
    }

    /** Starts it at the same port, after {@link #kill}. */
    void restart() throws IOException {
        launch(URI.create(url).getPort());
    }

    @Override
    public void close() throws IOException {
        kill();
    }

    private void launch(int port) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        process = new ProcessBuilder(java.toString(), "-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp",
                classes().toString(), RtspServerMain.class.getName(), clip.toString(),
                Integer.toString(framesPerSecond), Integer.toString(port))
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        url = process.inputReader(StandardCharsets.US_ASCII).readLine();
        if (url == null) {
            throw new IOException("the server did not start");
        }
    }

    /** Where this class itself was loaded from. */
    private static File classes() {
        try {
            return new File(RtspServerMain.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("class files have an address", e);
        }
    }

    private void signal(String name) throws IOException {
        Process kill = new ProcessBuilder(List.of("kill", name, Long.toString(process.pid()))).start();
        if (await(kill) != 0) {
            throw new IOException("kill " + name + " failed");
        }
    }

    private static int await(Process any) throws IOException {
        try {
            return any.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
