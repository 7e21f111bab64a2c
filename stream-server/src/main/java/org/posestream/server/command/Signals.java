package org.posestream.server.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the operating system tells this process, from construction to {@link #close()}: SIGTERM and SIGINT ask it to
 * stop, SIGHUP to read its configuration again. A second request to stop (see {@link StopRequests}), or a stop that
 * lasts too long, ends the process at once. Where signals cannot be heard of (with {@code -Xrs}, say), a shutdown hook
 * hears of the request to stop at least.
 */
final class Signals implements AutoCloseable {

    /** What is to be done next. */
    enum Order { STOP, RELOAD }

    private static final Logger log = LoggerFactory.getLogger(Signals.class);
    private static final Map<String, Integer> STOPPING = Map.of("INT", 2, "TERM", 15);

    /** What does not end in its own time gets so much more to say so, before the process is ended over it. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final BlockingQueue<Order> orders = new LinkedBlockingQueue<>();
    private final StopRequests requests = new StopRequests();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<SignalHandler> handlers = new ArrayList<>();
    private final Duration deadline;
    private final Consumer<String> lastWords;

    /**
     * Begins to listen.
     *
     * @param stopTimeout how long stopping may last
     * @param lastWords takes what is said right before the process ends at once
     * @param reloads whether SIGHUP asks to read the configuration again; else it asks to stop
     * @param early what came before
     */
    Signals(Duration stopTimeout, Consumer<String> lastWords, boolean reloads, EarlyHangup early) {
        deadline = stopTimeout.plus(GRACE);
        this.lastWords = lastWords;
        boolean heard = STOPPING.keySet().stream().allMatch(name -> handle(name, () -> stop(name)).problem() == null);
        Runnable onHangup = reloads ? () -> orders.add(Order.RELOAD) : () -> stop("HUP");
        SignalHandler hangup = handle("HUP", onHangup);
        if (early.heard()) {
            onHangup.run();
        }
        if (reloads && hangup.isIgnored()) {
            log.warn("SIGHUP is ignored here, as under nohup: changes of the file need a restart");
        }
        if (!heard) {
            Runtime.getRuntime().addShutdownHook(new Thread(this::stopAndWait, "shutdown"));
        }
    }

    /** Waits for the next order; after {@link Order#STOP} there is none. */
    Order take() throws InterruptedException {
        return orders.take();
    }

    /** Whether stopping was asked for. */
    boolean isStopping() {
        return requests.any();
    }

    /** Listens no more: signals mean again what they meant before. */
    @Override
    public void close() {
        handlers.forEach(SignalHandler::close);
        closed.countDown();
    }

    private void stop(String name) {
        StopRequests.Answer answer = requests.judge(name, System.nanoTime());
        if (answer == StopRequests.Answer.IGNORE) {
            return;
        }
        if (answer == StopRequests.Answer.FORCE) {
            end("told to end at once by a second signal", 128 + STOPPING.getOrDefault(name, 1));
        }
        log.info("stopping on SIG{}; a second signal ends at once", name);
        Thread watchdog = new Thread(this::endAtDeadline, "stop-deadline");
        watchdog.setDaemon(true);
        watchdog.start();
        orders.add(Order.STOP);
    }

    private void endAtDeadline() {
        try {
            Thread.sleep(deadline.toMillis());
            if (closed.getCount() > 0) {
                end("not everything has ended within " + deadline.toSeconds() + " s; it is left behind", 1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void end(String reason, int code) {
        lastWords.accept(reason);
        Runtime.getRuntime().halt(code);
    }

    private void stopAndWait() {
        requests.judge("shutdown", System.nanoTime());
        orders.add(Order.STOP);
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private SignalHandler handle(String name, Runnable action) {
        SignalHandler handler = SignalHandler.of(name, action);
        handlers.add(handler);
        if (handler.problem() != null) {
            log.debug("SIG{} cannot be heard: {}", name, handler.problem());
        }
        return handler;
    }
}
