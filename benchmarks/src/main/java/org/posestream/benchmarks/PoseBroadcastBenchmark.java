package org.posestream.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.posestream.metrics.Machine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Many WebSocket clients of one stream: processor time and memory of a server process of its own, and how long a frame
 * takes from being published until a client has read it. Both processes are on this machine, whose monotonic clock they
 * share.
 */
@Command(name = "broadcast", description = "Many clients of one stream, some of them stuck.",
        mixinStandardHelpOptions = true)
final class PoseBroadcastBenchmark implements Callable<Integer> {

    private static final double MILLI = 1e-6;

    @Spec
    private CommandSpec spec;

    @Option(names = "--subscribers", defaultValue = "1000", description = "Clients that read (${DEFAULT-VALUE}).")
    private int subscribers;

    @Option(names = "--stuck", defaultValue = "0", description = "More clients that never read (${DEFAULT-VALUE}).")
    private int stuck;

    @Option(names = "--rate", defaultValue = "30", description = "Frames a second (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(names = "--people", defaultValue = "4", description = "In each frame, 0.8 KB each (${DEFAULT-VALUE}).")
    private int people;

    @Option(names = "--options", defaultValue = "", paramLabel = "QUERY",
            description = "Options of the subscription, for example maxRate=10.")
    private String query;

    @Option(names = "--warm-up", defaultValue = "10", paramLabel = "SECONDS",
            description = "Not counted (default: ${DEFAULT-VALUE}).")
    private int warmUpSeconds;

    @Option(names = "--seconds", defaultValue = "20", description = "How long (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Override
    public Integer call() throws Exception {
        Main.requireAtLeast(spec, "--subscribers", subscribers, 0);
        Main.requireAtLeast(spec, "--seconds", seconds, 1);
        Process server = start();
        try (BufferedReader answers = new BufferedReader(
                new InputStreamReader(server.getInputStream(), StandardCharsets.US_ASCII))) {
            int port = Integer.parseInt(Objects.requireNonNull(answers.readLine(), "the server did not start"));
            String path = "/v1/streams/" + BroadcastServer.STREAM + (query.isEmpty() ? "" : "?" + query);
            try (LoadClients clients = new LoadClients(port, path)) {
                measure(clients, server, answers);
            }
        } finally {
            server.getOutputStream().close();
            if (!server.waitFor(10, TimeUnit.SECONDS)) {
                server.destroyForcibly();
            }
        }
        return 0;
    }

    private void measure(LoadClients clients, Process server, BufferedReader answers) throws Exception {
        Reading empty = ask(server, answers);
        clients.connect(subscribers, false);
        clients.connect(stuck, true);
        TimeUnit.SECONDS.sleep(warmUpSeconds);
        clients.take();
        long beginNanos = System.nanoTime();
        Reading before = ask(server, answers);
        long clientsBefore = ProcessUse.processorNanos();
        TimeUnit.SECONDS.sleep(seconds);
        Reading after = ask(server, answers);
        double tookNanos = System.nanoTime() - beginNanos;
        double clientsCores = (ProcessUse.processorNanos() - clientsBefore) / tookNanos;
        LoadClients.Figures figures = clients.take();
        PrintWriter out = spec.commandLine().getOut();
        out.printf(Locale.ROOT, "%d clients and %d stuck ones, %.0f frames/s of %d bytes, %d s, %s%n", subscribers,
                stuck, rate, figures.frameBytes, seconds, Machine.here().describe());
        out.printf(Locale.ROOT, "server: %.1f %% of a core; clients: %.1f %%; disconnected: %d%n",
                100 * (after.processorNanos - before.processorNanos) / tookNanos, 100 * clientsCores,
                clients.disconnected());
        out.printf(Locale.ROOT, "messages: %d read, %.1f MB/s sent, %d lost by clients, %d frames overtaken%n",
                figures.latency.getTotalCount(), (after.bytes - before.bytes) / (tookNanos / 1000),
                after.lost - before.lost, after.overtaken - before.overtaken);
        out.printf(Locale.ROOT, "published until read, ms: p50 %.2f, p99 %.2f, p99.9 %.2f, max %.2f%n",
                figures.latency.getValueAtPercentile(50) * MILLI, figures.latency.getValueAtPercentile(99) * MILLI,
                figures.latency.getValueAtPercentile(99.9) * MILLI, figures.latency.getMaxValue() * MILLI);
        out.printf(Locale.ROOT, "resident memory of the server: %d MiB without clients, %d MiB with them%n",
                empty.residentMebibytes, after.residentMebibytes);
        out.flush();
    }

    /** With the options of this process. */
    private Process start() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        Stream.of("-cp", System.getProperty("java.class.path"), Main.class.getName(), "broadcast-server", "--rate",
                Double.toString(rate), "--people", Integer.toString(people)).forEach(command::add);
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private static Reading ask(Process server, BufferedReader answers) throws IOException {
        server.getOutputStream().write('\n');
        server.getOutputStream().flush();
        String[] values = Objects.requireNonNull(answers.readLine(), "the server has ended").split(" ");
        return new Reading(Long.parseLong(values[1]), Long.parseLong(values[2]), Long.parseLong(values[3]),
                Long.parseLong(values[4]), Long.parseLong(values[5]));
    }

    /** What the server has counted so far. */
    private record Reading(long lost, long overtaken, long bytes, long processorNanos, long residentMebibytes) {
    }
}
