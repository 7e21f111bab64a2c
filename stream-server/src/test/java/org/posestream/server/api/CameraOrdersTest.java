package org.posestream.server.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.posestream.server.web.Problem;
import org.posestream.server.web.ProblemType;
import org.posestream.server.web.Reply;

@Timeout(60)
class CameraOrdersTest {

    private final CameraOrders orders = new CameraOrders();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    @AfterEach
    void close() {
        goOn.countDown();
        orders.close();
    }

    @Test
    void shouldCarryOutOneAfterTheOther() throws Exception {
        List<Integer> done = new ArrayList<>();
        List<CompletableFuture<Reply>> answers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            int number = i;
            answers.add(take(() -> {
                done.add(number);
                return Reply.noContent();
            }));
        }
        for (CompletableFuture<Reply> answer : answers) {
            assertEquals(204, answer.get().status());
        }
        assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), done);
    }

    @Test
    void shouldAnswerAProblemByItself() throws Exception {
        Reply reply = take(() -> {
            throw new ProblemException(Problem.of(ProblemType.NAME_IN_USE, "there"));
        }).get();

        assertEquals(409, reply.status());
    }

    @Test
    void shouldRefuseMoreThanMayWaitAtOnce() throws Exception {
        CompletableFuture<Reply> slow = block();
        List<CompletableFuture<Reply>> waiting = new ArrayList<>();
        for (int i = 0; i < CameraOrders.MAX_WAITING; i++) {
            waiting.add(take(Reply::noContent));
        }

        Reply refused = take(Reply::noContent).getNow(null);

        assertEquals(503, refused.status());
        assertEquals("1", refused.headers().get("Retry-After"));
        assertFalse(slow.isDone());
        goOn.countDown();
        for (CompletableFuture<Reply> each : waiting) {
            assertEquals(204, each.get().status());
        }
    }

    @Test
    void shouldRefuseWhatStillWaitsWhenItEnds() throws Exception {
        CompletableFuture<Reply> underWay = block();
        CompletableFuture<Reply> waiting = take(Reply::noContent);

        orders.close();

        assertEquals(503, take(Reply::noContent).get().status());
        goOn.countDown();
        assertEquals(204, underWay.get().status());
        assertEquals(503, waiting.get().status());
    }

    private CompletableFuture<Reply> block() throws InterruptedException {
        CompletableFuture<Reply> blocked = take(() -> {
            begun.countDown();
            await(goOn);
            return Reply.noContent();
        });
        await(begun);
        return blocked;
    }

    private CompletableFuture<Reply> take(CameraOrders.Order order) {
        return orders.take(order).toCompletableFuture();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
