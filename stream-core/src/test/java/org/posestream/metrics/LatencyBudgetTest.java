package org.posestream.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LatencyBudgetTest {

    @Test
    void shouldLimitNothingByItself() {
        assertEquals(0, LatencyBudget.NONE.totalNanos());
        assertEquals(0, LatencyBudget.NONE.of(Stage.ESTIMATE));
    }

    @Test
    void shouldKeepALimitAStage() {
        LatencyBudget budget = new LatencyBudget(100, Map.of(Stage.LIFT, 5L)).withStage(Stage.DETECT, 7)
                .withStage(Stage.LIFT, 6);
        assertEquals(new LatencyBudget(100, Map.of(Stage.DETECT, 7L, Stage.LIFT, 6L)), budget);
        assertEquals(7, budget.of(Stage.DETECT));
        assertEquals(0, budget.of(Stage.TRACK));
    }

    @Test
    void shouldRefuseWhatIsNoTime() {
        assertEquals("the latency budget of 'total' must be between 0 (no limit) and 60 s, but was -1.0E-9 s",
                assertThrows(IllegalArgumentException.class, () -> new LatencyBudget(-1, Map.of())).getMessage());
        assertEquals("the latency budget of 'lift' must be between 0 (no limit) and 60 s, but was 61.0 s",
                assertThrows(IllegalArgumentException.class,
                        () -> LatencyBudget.NONE.withStage(Stage.LIFT, 61_000_000_000L)).getMessage());
    }
}
