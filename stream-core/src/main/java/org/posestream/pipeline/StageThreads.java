package org.posestream.pipeline;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;

/**
 * Makes the stages' threads and knows whether they have ended. They are daemons: a hanging network never holds up
 * exit.
 */
final class StageThreads implements ThreadFactory {

    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    @Override
    public Thread newThread(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        threads.add(thread);
        return thread;
    }

    /** Whether none has ended; from any thread. */
    boolean areAlive() {
        return threads.stream().allMatch(Thread::isAlive);
    }

    /** Waits for all of them; false when the deadline passes first. */
    boolean awaitEnd(long deadlineNanos) {
        boolean ended = true;
        for (Thread thread : threads) {
            ended &= awaitEnd(thread, deadlineNanos);
        }
        return ended;
    }

    /** Waits for a thread's end whatever interrupts come, and passes them on; false when the deadline passes first. */
    static boolean awaitEnd(Thread thread, long deadlineNanos) {
        boolean interrupted = false;
        long leftNanos = deadlineNanos - System.nanoTime();
        while (thread.isAlive() && leftNanos > 0) {
            try {
                thread.join(leftNanos / 1_000_000 + 1);
            } catch (InterruptedException e) {
                interrupted = true;
            }
            leftNanos = deadlineNanos - System.nanoTime();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }
}
