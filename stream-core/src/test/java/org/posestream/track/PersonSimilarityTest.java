package org.posestream.track;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.posestream.track.TestPeople.SECOND;
import static org.posestream.track.TestPeople.stand;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.posestream.frame.PersonBuffer;

class PersonSimilarityTest {

    private final PersonSimilarity similarity = new PersonSimilarity(TestPeople.COCO);
    private final PersonTrack track = new PersonTrack(TestPeople.COCO);
    private final PersonBuffer people = TestPeople.buffer(1);

    @BeforeEach
    void beginATrackAt300() {
        stand(people, 300, 100, 400, 0.9);
        track.begin(people, 0, 0);
    }

    @Test
    void shouldCostNothingToTakeAPersonForThemselves() {
        assertEquals(0, costOf(300, 0, false), 1e-5f);
    }

    @Test
    void shouldCostNothingMoreWhenLeftAndRightAreMixedUp() {
        assertEquals(costOf(310, SECOND / 30, false), costOf(310, SECOND / 30, true), 1e-5f);
    }

    @Test
    void shouldCostMoreTheFartherAPersonIs() {
        assertTrue(costOf(310, SECOND / 30, false) < costOf(320, SECOND / 30, false));
        assertTrue(costOf(320, SECOND / 30, false) < 1);
    }

    @Test
    void shouldOpenTheGateWithTime() {
        // The box is 413 px tall, and 1.0 of it is reached after half a second.
        assertTrue(Float.isFinite(costOf(300 + 410, SECOND / 2, false)));
        assertEquals(Float.POSITIVE_INFINITY, costOf(300 + 416, SECOND / 2, false));
    }

    @Test
    void shouldRuleOutANeighbourWhoBarelyOverlapsUnlessTheTrackWasLostForLong() {
        assertEquals(Float.POSITIVE_INFINITY, costOf(470, 0, false));
        assertEquals(Float.POSITIVE_INFINITY, costOf(470, SECOND / 4, false));
        assertTrue(Float.isFinite(costOf(470, SECOND / 4 + 1, false)));
    }

    private float costOf(double x, long captureNanos, boolean flipped) {
        people.clear();
        stand(people, x, 100, 400, 0.9);
        if (flipped) {
            TestPeople.flip(people, 0);
        }
        float[] box = new float[4];
        JointBox.write(people.joints2d(), 0, 17, box, 0);
        track.predict(captureNanos);
        return similarity.cost(track, people, 0, box, captureNanos);
    }
}
