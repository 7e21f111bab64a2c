package org.posestream.server.command;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.posestream.server.web.TlsFiles;

/** Looks again and again whether a certificate was replaced. */
final class CertificateWatch implements AutoCloseable {

    private static final long PERIOD_SECONDS = 5;

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread daemon = new Thread(task, "certificate");
        daemon.setDaemon(true);
        return daemon;
    });

    CertificateWatch(TlsFiles files) {
        thread.scheduleWithFixedDelay(files::refresh, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
