package org.posestream.track;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.posestream.track.TestPeople.SECOND;
import static org.posestream.track.TestPeople.frame;
import static org.posestream.track.TestPeople.stand;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.posestream.Allocations;
import org.posestream.frame.PersonBuffer;
import org.posestream.pose.PersonState;

class PersonTrackerTest {

    private static final int CAPACITY = 4;

    private final PersonTracker tracker = new PersonTracker(TestPeople.COCO, CAPACITY);
    private final PersonBuffer people = TestPeople.buffer(CAPACITY);

    @Test
    void shouldKeepTheIdsOfTwoPeopleWhoCross() {
        Random random = new Random(1);
        for (int i = 0; i <= 120; i++) {
            people.clear();
            double right = 200 + i * 5;
            double left = 800 - i * 5;
            boolean swapped = i > 0 && random.nextBoolean();
            stand(people, swapped ? left : right, swapped ? 130 : 100, swapped ? 360 : 400, 0.9);
            stand(people, swapped ? right : left, swapped ? 100 : 130, swapped ? 400 : 360, 0.9);

            tracker.assign(people, frame(i));

            if (Math.abs(right - left) > 100) {
                assertArrayEquals(swapped ? new long[] {2, 1} : new long[] {1, 2}, ids(), "frame " + i);
            }
        }
    }

    @Test
    void shouldKnowAPersonAgainAfterNineTenthsOfASecond() {
        walk(0, 30, 300, 3);

        people.clear();
        stand(people, 300 + 30 * 3 + 40, 100, 400, 0.9);

        assertArrayEquals(new long[] {1}, assign(frame(29) + 9 * SECOND / 10));
    }

    @Test
    void shouldKnowNobodyAfterMoreThanThreeSeconds() {
        walk(0, 30, 300, 0);

        people.clear();
        stand(people, 300, 100, 400, 0.9);

        assertArrayEquals(new long[] {2}, assign(frame(29) + 31 * SECOND / 10));
    }

    @Test
    void shouldKnowAWalkerAgainWhoComesOutFromBehindSomething() {
        walk(0, 40, 100, 5);

        people.clear();
        stand(people, 100 + (39 + 60) * 5, 100, 400, 0.9);

        assertArrayEquals(new long[] {1}, assign(frame(39 + 60)));
    }

    @Test
    void shouldNotTakeAChildForTheGrownUpWhoWasLost() {
        walk(0, 30, 300, 0);

        people.clear();
        stand(people, 300, 200, 230, 0.9);

        assertArrayEquals(new long[] {2}, assign(frame(29) + 2 * SECOND));
    }

    @Test
    void shouldTellTwoApartWhoPassEachOtherOutOfSight() {
        for (int i = 0; i < 40; i++) {
            people.clear();
            stand(people, 100 + i * 6, 100, 400, 0.9);
            stand(people, 900 - i * 6, 100, 400, 0.9);
            assign(frame(i));
        }

        people.clear();
        stand(people, 900 - 80 * 6, 100, 400, 0.9);
        stand(people, 100 + 80 * 6, 100, 400, 0.9);

        assertArrayEquals(new long[] {2, 1}, assign(frame(80)));
    }

    @Test
    void shouldMoveOnThoseMissedForAMomentWithLessTrust() {
        walk(0, 30, 300, 5);

        people.clear();
        assertArrayEquals(new long[] {1}, assign(frame(31)));
        assertEquals(PersonState.PREDICTED, people.states()[0]);
        assertEquals(0.45f, people.scores()[0], 1e-6f);
        assertEquals(0.4f, people.joints2d()[2], 1e-6f);
        assertEquals(300 + 31 * 5, people.joints2d()[0], 4);

        people.clear();
        assertArrayEquals(new long[0], assign(frame(29) + 151_000_000));
    }

    @Test
    void shouldNotMoveOnThoseWhoAreHardlyKnown() {
        walk(0, 9, 300, 5);

        people.clear();
        assertArrayEquals(new long[0], assign(frame(9)));
    }

    @Test
    void shouldTellOfAFaintPersonFromTheThirdSightingOn() {
        for (int i = 0; i < 4; i++) {
            people.clear();
            stand(people, 300, 100, 400, 0.4);
            assertArrayEquals(i < 2 ? new long[0] : new long[] {1}, assign(frame(i)), "frame " + i);
        }
    }

    @Test
    void shouldTellOfAFaintPersonBeforeACameraOfFiveFramesASecond() {
        for (int i = 0; i < 4; i++) {
            people.clear();
            stand(people, 300, 100, 400, 0.4);
            assertArrayEquals(i < 2 ? new long[0] : new long[] {1}, assign(i * SECOND / 5), "frame " + i);
        }
    }

    @Test
    void shouldForgetAFaintPersonWhomACameraOfFiveFramesASecondMissed() {
        for (int i = 0; i < 12; i++) {
            people.clear();
            if (i % 3 != 2) {
                stand(people, 300, 100, 400, 0.4);
            }
            assertArrayEquals(new long[0], assign(i * SECOND / 5), "frame " + i);
        }
    }

    @Test
    void shouldTellOfAFaintPersonAtOnceWhenTheyAreSure() {
        stand(people, 300, 100, 400, 0.4);
        assertArrayEquals(new long[0], assign(frame(0)));
        people.clear();
        stand(people, 302, 100, 400, 0.9);

        assertArrayEquals(new long[] {1}, assign(frame(1)));
    }

    @Test
    void shouldForgetAFaintPersonWhoIsNotSeenAgainSoon() {
        for (int i = 0; i < 30; i++) {
            people.clear();
            if (i % 6 < 2) {
                stand(people, 300, 100, 400, 0.4);
            }
            assertArrayEquals(new long[0], assign(frame(i)), "frame " + i);
        }
    }

    @Test
    void shouldLetSurePeopleChooseFirst() {
        walk(0, 2, 300, 0);
        people.clear();
        stand(people, 300, 100, 400, 0.3);
        stand(people, 330, 100, 400, 0.9);

        assertArrayEquals(new long[] {1}, assign(frame(2)));
        assertEquals(0.9f, people.scores()[0], "the faint one fits better, but is hardly there");
    }

    @Test
    void shouldNotTakeAFaintPersonForOneWhoWasLost() {
        walk(0, 30, 300, 0);

        people.clear();
        stand(people, 300, 100, 400, 0.4);
        assertArrayEquals(new long[0], assign(frame(29) + 2 * SECOND));
    }

    @Test
    void shouldNotTakeSomebodyFarAwayForTheOneWhoWasLost() {
        walk(0, 30, 300, 0);

        people.clear();
        stand(people, 1200, 100, 400, 0.9);

        assertArrayEquals(new long[] {2}, assign(frame(29) + SECOND / 2));
    }

    @Test
    void shouldNotGiveTheIdOfAMissedPersonToTheNeighbour() {
        walk(0, 10, 300, 0);

        people.clear();
        stand(people, 300 + 160, 100, 400, 0.9);

        assertArrayEquals(new long[] {2}, assign(frame(9) + SECOND / 5));
    }

    @Test
    void shouldMakeOnePersonOfTwoBoxes() {
        stand(people, 300, 100, 400, 0.6);
        stand(people, 304, 102, 398, 0.9);
        assertArrayEquals(new long[] {1}, assign(0));
        assertEquals(0.9f, people.scores()[0], "the better box stays");

        people.clear();
        stand(people, 500, 102, 398, 0.9);
        stand(people, 301, 101, 400, 0.5);
        stand(people, 303, 100, 400, 0.95);
        assign(frame(1));
        assertEquals(Set.of(1L, 2L), new HashSet<>(Arrays.stream(ids()).boxed().toList()));
    }

    @Test
    void shouldMakeOnePersonOfTwoBoxesThatDisagreeOnLeftAndRight() {
        stand(people, 300, 100, 400, 0.9);
        stand(people, 300, 100, 400, 0.8);
        TestPeople.flip(people, 1);
        for (int joint = 13; joint < 17; joint++) {
            TestPeople.setConfidence(people, 1, joint, 0.1f);
        }

        assertArrayEquals(new long[] {1}, assign(0));
    }

    @Test
    void shouldLetTheOlderOfTwoTracksOnOnePersonStay() {
        stand(people, 300, 100, 400, 0.9);
        assign(0);
        people.clear();
        stand(people, 420, 100, 400, 0.9);
        stand(people, 300, 100, 400, 0.9);
        assertArrayEquals(new long[] {2, 1}, assign(frame(1)));

        people.clear();
        stand(people, 361, 100, 400, 0.9);
        stand(people, 359, 100, 400, 0.9);

        assertArrayEquals(new long[] {1}, assign(frame(2)));
    }

    @Test
    void shouldNotBelieveGhosts() {
        stand(people, 300, 100, 400, 0.44);
        stand(people, 700, 100, 400, 0.9);
        TestPeople.setConfidences(people, 1, 0.1f);

        assertArrayEquals(new long[0], assign(0));
    }

    @Test
    void shouldKeepATrackThatBecameUncertainButDropOneThatIsNotBelieved() {
        walk(0, 20, 300, 0);
        people.clear();
        stand(people, 300, 100, 400, 0.25);
        assertArrayEquals(new long[] {1}, assign(frame(20)));

        people.clear();
        stand(people, 300, 100, 400, 0.19);
        assertArrayEquals(new long[] {1}, assign(frame(21)));
        assertEquals(PersonState.PREDICTED, people.states()[0], "unseen but told of");
        people.clear();
        assertArrayEquals(new long[0], assign(frame(25)));
        assertEquals(1, tracker.snapshot().count(), "and then remembered");
    }

    @Test
    void shouldKeepTheIdThroughALeftRightFlip() {
        for (int i = 0; i < 20; i++) {
            people.clear();
            stand(people, 300 + i * 4, 100, 400, 0.9);
            stand(people, 380 + i * 4, 100, 400, 0.9);
            if (i % 3 == 1) {
                TestPeople.flip(people, 0);
            }
            assertArrayEquals(new long[] {1, 2}, assign(frame(i)), "frame " + i);
        }
    }

    @Test
    void shouldGiveANewIdToWhoComesInAfterAnotherLeft() {
        Set<Long> seen = new HashSet<>();
        for (int visit = 0; visit < 5; visit++) {
            for (int i = 0; i < 40; i++) {
                people.clear();
                stand(people, -50 + i * 35, 100, 400, 0.9);
                assign(visit * 4 * SECOND + frame(i));
                assertEquals(visit + 1, people.ids()[0]);
                seen.add(people.ids()[0]);
            }
        }
        assertEquals(5, seen.size());
    }

    @Test
    void shouldForgetEverythingWhenTimeStepsBack() {
        walk(100, 110, 300, 0);
        people.clear();
        stand(people, 300, 100, 400, 0.9);

        assertArrayEquals(new long[] {2}, assign(0));
    }

    @Test
    void shouldLastWithMoreTracksThanItRemembers() {
        Set<Long> seen = new HashSet<>();
        for (int i = 0; i < 10; i++) {
            people.clear();
            for (int n = 0; n < CAPACITY; n++) {
                stand(people, i * 4000 + n * 500, 100, 400, 0.9);
            }
            for (long id : assign(frame(i))) {
                assertTrue(seen.add(id), "id " + id + " was used before");
            }
        }
        assertEquals(10 * CAPACITY, seen.size());
        assertEquals(2 * CAPACITY, tracker.snapshot().count());
    }

    @Test
    void shouldTellTheNewTrackWhoIsNextToAnother() {
        stand(people, 300, 100, 400, 0.9);
        assign(0);
        people.clear();
        stand(people, 460, 100, 400, 0.9);
        stand(people, 302, 100, 400, 0.9);

        long[] ids = assign(frame(1));

        assertEquals(1, ids[1]);
        assertNotEquals(1, ids[0]);
    }

    @Test
    void shouldAllowNoOrderOfThresholdsThatMakesTracksFlicker() {
        IllegalArgumentException error = assertThrows(IllegalArgumentException.class,
                () -> new TrackerOptions(0.3f, 0.4f, 0.3f, 0.1f, SECOND));
        assertEquals("keepScore and birthScore must be in 0..1 and in this order, but were 0.4 and 0.3",
                error.getMessage());
    }

    @Test
    void shouldAllocateNothingOnceBuilt() {
        long[] now = {0};
        long bytes = Allocations.bytesOf(1000, () -> {
            now[0] += frame(1);
            people.clear();
            stand(people, 300, 100, 400, 0.9);
            stand(people, 700, 100, 400, 0.9);
            tracker.assign(people, now[0]);
        });
        assertEquals(0, bytes / 1000, "bytes a frame");
    }

    private void walk(int from, int to, double x, double step) {
        for (int i = from; i < to; i++) {
            people.clear();
            stand(people, x + (i - from) * step, 100, 400, 0.9);
            assign(frame(i));
        }
    }

    private long[] assign(long captureNanos) {
        tracker.assign(people, captureNanos);
        return ids();
    }

    private long[] ids() {
        return Arrays.copyOf(people.ids(), people.count());
    }
}
