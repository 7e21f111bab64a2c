package org.posestream.benchmarks;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.posestream.rtsp.Fault;
import org.posestream.rtsp.FaultKind;
import org.posestream.rtsp.RtspServer;

/** Breaks one of several cameras now and then, and mends it, on a thread of its own. */
final class FaultInjector implements AutoCloseable {

    /** Longer than it takes to notice the slowest fault. */
    private static final int BROKEN_SECONDS = 8;

    private final List<RtspServer> servers;
    private final int pauseSeconds;
    private final SplittableRandom random;
    /** All but that for which a clip of another size would be needed. */
    private final List<FaultKind> kinds = List.copyOf(EnumSet.complementOf(EnumSet.of(FaultKind.OTHER_SIZE)));
    private final Thread thread = new Thread(this::run, "faults");
    private volatile int faults;

    /** @param pauseSeconds from the end of one fault to the next */
    FaultInjector(List<RtspServer> servers, int pauseSeconds, long seed) {
        this.servers = List.copyOf(servers);
        this.pauseSeconds = pauseSeconds;
        random = new SplittableRandom(seed);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Faults so far. */
    int faults() {
        return faults;
    }

    private void run() {
        try {
            while (true) {
                TimeUnit.SECONDS.sleep(pauseSeconds);
                RtspServer server = servers.get(random.nextInt(servers.size()));
                Fault fault = kinds.get(random.nextInt(kinds.size())).on(server, server.clip());
                faults = faults + 1; // This thread alone writes.
                fault.begin().run();
                TimeUnit.SECONDS.sleep(BROKEN_SECONDS);
                fault.end().run();
            }
        } catch (InterruptedException e) {
            // The end of it.
        } catch (IOException e) {
            throw new IllegalStateException("a server could not be broken or mended", e);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
