package org.posestream.server.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.posestream.pipeline.StageProgress;

class StageWatchTest {

    private static final Optional<String> NONE = Optional.empty();

    private final StageWatch watch = new StageWatch();

    @Test
    void shouldMissNothingWhileThereIsNothingToDo() {
        assertEquals(NONE, fault(0, 0, 0));
        assertEquals(NONE, fault(0, 0, 86_400));
        assertEquals(NONE, fault(7, 7, 86_401));
        assertEquals(NONE, fault(7, 7, 200_000));
    }

    @Test
    void shouldFindFramesThatDoNotLeaveTheStages() {
        assertEquals(NONE, fault(100, 98, 10));
        assertEquals(NONE, fault(102, 98, 69));
        assertEquals(Optional.of("no frame has left the stages for 60 s, though 4 are under way"), fault(102, 98, 70));
        assertEquals(Optional.of("no frame has left the stages for 75 s, though 4 are under way"), fault(102, 98, 85));
        assertEquals(NONE, fault(102, 99, 86));
        assertEquals(NONE, fault(102, 99, 145));
    }

    @Test
    void shouldCountFromTheFirstFrameAfterASilence() {
        assertEquals(NONE, fault(5, 5, 0));
        assertEquals(NONE, fault(5, 5, 1000));
        assertEquals(NONE, fault(6, 5, 1059));
        assertEquals(Optional.of("no frame has left the stages for 60 s, though 1 are under way"), fault(6, 5, 1060));
    }

    @Test
    void shouldFindAThreadThatEnded() {
        assertEquals(Optional.of("the thread of a stage has ended"),
                watch.fault(new StageProgress(3, 3, false), 0));
    }

    private Optional<String> fault(long entered, long left, long seconds) {
        return watch.fault(new StageProgress(entered, left, true), seconds * 1_000_000_000L);
    }
}
