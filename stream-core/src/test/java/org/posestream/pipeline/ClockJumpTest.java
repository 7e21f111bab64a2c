package org.posestream.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.posestream.pose.Keypoint2D;
import org.posestream.pose.PersonPose;

/** What a jump of a stream's clock does to identities and filters, although capture times do not show it. */
@Timeout(60)
class ClockJumpTest {

    private static final int JUMP = 10;

    private final Stubs.Collector collector = new Stubs.Collector();

    private static StubSource jumping() {
        return new StubSource(20) {
            @Override
            public boolean isDiscontinuous() {
                return current() == JUMP;
            }
        };
    }

    private List<PersonPose> people(StubDetector detector) throws Exception {
        try (PosePipeline pipeline = Stubs.started(Stubs.components(detector, new StubEstimator(4)),
                Stubs.OPTIONS.withDetectorInterval(1), collector)) {
            assertTrue(pipeline.add("walk", jumping()).awaitEnd(Stubs.LONG));
        }
        return collector.frames.stream().map(frame -> frame.people().get(0)).toList();
    }

    /** Where the stub estimator puts the first joint of a walker. */
    private static float measuredX(long sequence) {
        return 10 + 0.2f * sequence + 20 * 0.5f / 3;
    }

    @Test
    void shouldGiveNewIdentitiesAndForgetTheFilters() throws Exception {
        List<PersonPose> people = people(new StubDetector(1));
        assertEquals(20, people.size());
        for (int i = 0; i < 20; i++) {
            assertEquals(i < JUMP ? 1 : 2, people.get(i).id(), "frame " + i);
        }
        Keypoint2D before = people.get(JUMP - 1).joints2d().get(0);
        assertNotEquals(measuredX(JUMP - 1), before.x(), 1e-3, "smoothed");
        Keypoint2D after = people.get(JUMP).joints2d().get(0);
        assertEquals(measuredX(JUMP), after.x(), 1e-4, "as measured");
    }

    @Test
    void shouldNotMissTheJumpWhenItsFirstFrameFails() throws Exception {
        StubDetector detector = new StubDetector(1) {
            @Override
            void before(List<String> frames) {
                if (frames.contains("walk" + JUMP)) {
                    throw new IllegalStateException("planned");
                }
            }
        };
        List<PersonPose> people = people(detector);
        assertEquals(19, people.size());
        for (int i = 0; i < 19; i++) {
            assertEquals(i < JUMP ? 1 : 2, people.get(i).id(), "frame " + i);
        }
        assertEquals(measuredX(JUMP + 1), people.get(JUMP).joints2d().get(0).x(), 1e-4);
    }
}
