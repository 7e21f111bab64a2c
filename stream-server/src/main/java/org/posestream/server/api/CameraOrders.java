package org.posestream.server.api;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.posestream.server.web.Problem;
import org.posestream.server.web.ProblemType;
import org.posestream.server.web.Reply;

/**
 * Carries out orders one after the other on a thread of its own: one that closes a source waits for it, which the event
 * loop must not.
 */
final class CameraOrders implements AutoCloseable {

    /** Orders that may wait for the one under way; more are refused. */
    static final int MAX_WAITING = 16;

    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING), task -> {
                Thread daemon = new Thread(task, "camera-orders");
                daemon.setDaemon(true);
                return daemon;
            });

    /** Something to do, and what is answered then. */
    interface Order {
        Reply carryOut() throws ProblemException;
    }

    CompletionStage<Reply> take(Order order) {
        try {
            return CompletableFuture.supplyAsync(() -> carryOut(order), thread);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedStage(thread.isShutdown() ? stopping() : Problem.of(ProblemType.BUSY,
                    "the orders before take their time; ask again in a second").reply().with("Retry-After", "1"));
        }
    }

    private Reply carryOut(Order order) {
        if (thread.isShutdown()) {
            return stopping();
        }
        try {
            return order.carryOut();
        } catch (ProblemException e) {
            return e.problem().reply();
        }
    }

    private static Reply stopping() {
        return Problem.of(ProblemType.STOPPING, "the server is stopping").reply();
    }

    /** Takes no more orders; those that wait are refused. */
    @Override
    public void close() {
        thread.shutdown();
    }
}
