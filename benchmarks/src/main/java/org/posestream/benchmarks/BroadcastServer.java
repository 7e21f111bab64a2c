package org.posestream.benchmarks;

import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.posestream.frame.FrameBuffer;
import org.posestream.frame.PersonBuffer;
import org.posestream.pose.PoseFrame;
import org.posestream.pose.SkeletonTopology;
import org.posestream.pose.StageLatency;
import org.posestream.server.web.ConnectionLimits;
import org.posestream.server.web.PoseBroadcaster;
import org.posestream.server.web.StreamFacts;
import org.posestream.server.web.StreamReading;
import org.posestream.server.web.WebReading;
import org.posestream.server.web.WebServer;
import org.posestream.server.web.WebSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The network side of the program without its pipeline: frames of made-up people, published at a fixed rate until its
 * input ends. It prints its port, and for each line that it is sent what it has counted so far.
 */
@Command(name = "broadcast-server", description = "Publishes made-up frames; broadcast starts it.", hidden = true)
final class BroadcastServer implements Callable<Integer> {

    /** Name of the stream. */
    static final String STREAM = "load";

    private static final int NO_LIMIT = 50_000;
    private static final List<StageLatency> LATENCIES = List.of(new StageLatency("decode", 3210),
            new StageLatency("detect", 7654), new StageLatency("estimate", 8765), new StageLatency("track", 23),
            new StageLatency("lift", 456), new StageLatency("smooth", 12));

    @Spec
    private CommandSpec spec;

    @Option(names = "--rate", defaultValue = "30")
    private double rate;

    @Option(names = "--people", defaultValue = "4")
    private int people;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        WebSettings settings = WebSettings.local(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .withConnections(new ConnectionLimits(NO_LIMIT, NO_LIMIT));
        try (WebServer server = new WebServer(settings, List.of())) {
            server.broadcaster().setFacts(
                    new StreamFacts("benchmark", SkeletonTopology.COCO_17, SkeletonTopology.H36M_17));
            server.broadcaster().open(STREAM);
            Thread publisher = new Thread(() -> publish(server.broadcaster()), "publish");
            publisher.setDaemon(true);
            publisher.start();
            out.println(server.port());
            out.flush();
            while (System.in.read() >= 0) {
                report(out, server.reading());
            }
        }
        return 0;
    }

    private static void report(PrintWriter out, WebReading reading) {
        StreamReading stream = reading.streams().get(0);
        out.println(stream.framesSent() + " " + stream.framesLost() + " " + stream.framesOvertaken() + " "
                + stream.bytesSent() + " " + ProcessUse.processorNanos() + " " + ProcessUse.residentMebibytes());
        out.flush();
    }

    /** The capture time is that of publishing, so that a client's clock tells the whole way of the message. */
    private void publish(PoseBroadcaster broadcaster) {
        FrameBuffer pixels = new FrameBuffer(0);
        PersonBuffer buffer = Synthetic.people(people, 0);
        long stepNanos = Math.round(1e9 / rate);
        long beginNanos = System.nanoTime();
        for (long sequence = 0;; sequence++) {
            long dueNanos = beginNanos + sequence * stepNanos;
            while (System.nanoTime() < dueNanos) {
                LockSupport.parkNanos(dueNanos - System.nanoTime());
            }
            Synthetic.walk(buffer, people, sequence);
            broadcaster.publish(new PoseFrame(STREAM, sequence, System.nanoTime(),
                    System.currentTimeMillis() * 1_000_000, 0, 1280, 720, LATENCIES, buffer.toPoses()), pixels);
        }
    }
}
