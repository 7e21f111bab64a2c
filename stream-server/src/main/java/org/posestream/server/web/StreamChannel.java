package org.posestream.server.web;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One stream's subscribers. All but {@link #send}, {@link #close} and {@link #hasSubscribers} runs on the event loop.
 */
final class StreamChannel {

    private final EventLoop loop;
    private final Set<Subscriber> subscribers = new LinkedHashSet<>();
    private final AtomicReference<ByteBuf> mailbox = new AtomicReference<>();
    private volatile boolean subscribed;
    private boolean closed;

    StreamChannel(EventLoop loop) {
        this.loop = loop;
    }

    boolean hasSubscribers() {
        return subscribed;
    }

    void add(Subscriber subscriber) {
        if (closed) {
            subscriber.close();
            return;
        }
        subscribers.add(subscriber);
        subscribed = true;
    }

    void remove(Subscriber subscriber) {
        subscribers.remove(subscriber);
        subscribed = !subscribers.isEmpty();
        subscriber.release();
    }

    /** Hands a message over to the event loop, which becomes its owner; from the publishing thread. */
    void send(ByteBuf message) {
        ByteBuf stale = mailbox.getAndSet(message);
        if (stale != null) {
            stale.release();
        } else {
            schedule();
        }
    }

    /** Tells the subscribers, after what was sent before, that nothing more will come, and ends their connections. */
    void close() {
        try {
            loop.execute(() -> {
                closed = true;
                List.copyOf(subscribers).forEach(Subscriber::close);
            });
        } catch (RejectedExecutionException e) {
            // The server is closing, and every connection with it.
            subscribed = false;
        }
    }

    private void schedule() {
        try {
            loop.execute(this::deliver);
        } catch (RejectedExecutionException e) {
            // The server is closing: nobody is left to send to.
            mailbox.getAndSet(null).release();
        }
    }

    private void deliver() {
        ByteBuf message = mailbox.getAndSet(null);
        if (message == null) {
            return;
        }
        try {
            for (Subscriber subscriber : subscribers) {
                subscriber.offer(message);
            }
        } finally {
            message.release();
        }
    }
}
