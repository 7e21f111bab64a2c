package org.posestream.server.web;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** What is answered to GET and HEAD at one path. */
@FunctionalInterface
public interface Route {

    /**
     * Called on the event loop, where it must not wait: what takes time is completed later, by any thread. A failure is
     * answered by 500 and logged.
     */
    CompletionStage<Reply> answer();

    /** One that is answered at once. */
    static Route of(Supplier<Reply> supplier) {
        return () -> CompletableFuture.completedStage(supplier.get());
    }
}
