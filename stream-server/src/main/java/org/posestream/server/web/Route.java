package org.posestream.server.web;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/** What is answered at an endpoint. */
@FunctionalInterface
public interface Route {

    /**
     * Called on the event loop, where it must not wait: what takes time is completed later, by any thread. A failure is
     * answered by 500 and logged.
     */
    CompletionStage<? extends Answer> answer(Request request);

    /** One that is answered at once, whatever the request. */
    static Route of(Supplier<? extends Answer> supplier) {
        return request -> CompletableFuture.completedStage(supplier.get());
    }

    /** One that is answered at once. */
    static Route of(Function<Request, ? extends Answer> function) {
        return request -> CompletableFuture.completedStage(function.apply(request));
    }
}
