package org.posestream.server.command;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the operating system tells this process, from construction to {@link #close()}: SIGTERM and SIGINT ask it to
 * stop, SIGHUP to read its configuration again. A second request to stop, or a stop that lasts too long, ends the
 * process at once.
 *
 * <p>{@code sun.misc.Signal} is the only way to hear of signals, and the compiler warns of it; so it is used by
 * reflection. Where it does not work (with {@code -Xrs}, say), a shutdown hook hears of the request to stop at least.
 */
final class Signals implements AutoCloseable {

    /** What is to be done next. */
    enum Order { STOP, RELOAD }

    private static final Logger log = LoggerFactory.getLogger(Signals.class);
    private static final Map<String, Integer> STOPPING = Map.of("INT", 2, "TERM", 15);

    /** What does not end in its own time gets so much more to say so, before the process is ended over it. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final BlockingQueue<Order> orders = new LinkedBlockingQueue<>();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Runnable> restores = new ArrayList<>();
    private final Duration deadline;
    private final PrintWriter err;

    /**
     * Begins to listen.
     *
     * @param stopTimeout how long stopping may last
     * @param err for what is said right before the process ends at once
     * @param reloads whether SIGHUP asks to read the configuration again; else it asks to stop
     */
    Signals(Duration stopTimeout, PrintWriter err, boolean reloads) {
        deadline = stopTimeout.plus(GRACE);
        this.err = err;
        boolean heard = STOPPING.keySet().stream().allMatch(name -> handle(name, () -> stop(name)));
        handle("HUP", reloads ? () -> orders.add(Order.RELOAD) : () -> stop("HUP"));
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
        return stopping.get();
    }

    /** Listens no more: signals mean again what they meant before. */
    @Override
    public void close() {
        restores.forEach(Runnable::run);
        closed.countDown();
    }

    private void stop(String name) {
        if (!stopping.compareAndSet(false, true)) {
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
        err.println("posestream: " + reason);
        err.flush();
        Runtime.getRuntime().halt(code);
    }

    private void stopAndWait() {
        stopping.set(true);
        orders.add(Order.STOP);
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void restore(String name, Method register, Object signal, Object before) {
        try {
            register.invoke(null, signal, before);
        } catch (ReflectiveOperationException e) {
            log.debug("SIG{} keeps its handler", name, e);
        }
    }

    private boolean handle(String name, Runnable handler) {
        try {
            Class<?> signalType = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object signal = signalType.getConstructor(String.class).newInstance(name);
            Object proxy = Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handlerType},
                    (self, method, arguments) -> {
                        handler.run();
                        return null;
                    });
            Method register = signalType.getMethod("handle", signalType, handlerType);
            Object before = register.invoke(null, signal, proxy);
            restores.add(() -> restore(name, register, signal, before));
            return true;
        } catch (InvocationTargetException e) {
            // Windows knows no SIGHUP; -Xrs leaves all signals to the system.
            log.debug("SIG{} cannot be heard: {}", name, String.valueOf(e.getCause()));
            return false;
        } catch (ReflectiveOperationException e) {
            log.debug("this Java does not tell of SIG{}", name, e);
            return false;
        }
    }
}
