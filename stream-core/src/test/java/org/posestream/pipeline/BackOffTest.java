package org.posestream.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackOffTest {

    /** Zero everywhere: the shortest pauses that there are, four fifths of the nominal ones. */
    private static final RandomGenerator LOWEST = () -> 0;

    @Test
    void shouldNeverPauseLongerThanAskedFor() {
        BackOff backOff = new BackOff(Duration.ofMillis(2500), LOWEST);
        assertEquals(List.of(800L, 800L, 2000L, 2000L, 2000L, 2000L),
                Stream.of(1, 5, 6, 10, 11, 1000).map(tries -> backOff.nanosAfter(tries) / 1_000_000).toList());
    }
}
