package org.posestream.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.posestream.evaluate.DetectionRanking.Found;
import org.posestream.pose.BoundingBox;

/**
 * Goldens by hand. Image 1 (20 high) holds A and B, image 2 (100 high) holds C, which nothing finds. Ranked: 0.9 finds
 * A, 0.8 finds A again, 0.7 finds B, 0.6 is empty ground in image 2.
 */
class DetectionRankingTest {

    private static final double EXACT = 1e-9;

    private final DetectionRanking ranking = new DetectionRanking();

    @Test
    void shouldMeasureTheAreaUnderTheEnvelopeOfPrecision() {
        addAll();

        // Precision 1, 1/2, 2/3, 2/4; the two right boxes add a third of the people each, at 1 and at 2/3.
        assertEquals((1 + 2 / 3.0) / 3, ranking.averagePrecision(), EXACT);
    }

    @Test
    void shouldCountOnlyBoxesThatReachTheThreshold() {
        addAll();

        assertEquals(1, ranking.precision(0.9f), EXACT);
        assertEquals(1 / 3.0, ranking.recall(0.9f), EXACT);
        assertEquals(2 / 3.0, ranking.precision(0.7f), EXACT);
        assertEquals(2 / 3.0, ranking.recall(0.7f), EXACT);
        assertEquals(2 / 4.0, ranking.precision(0.1f), EXACT);
        assertTrue(Double.isNaN(ranking.precision(0.95f)));
    }

    @Test
    void shouldTellTheRecallOfEachHeight() {
        addAll();

        assertEquals(1, ranking.recall(0.7f, 0.5, 1.01), EXACT);
        assertEquals(0.5, ranking.recall(0.8f, 0.5, 1.01), EXACT);
        assertEquals(0, ranking.recall(0.1f, 0.15, 0.25), EXACT);
        assertEquals(2, ranking.countOfHeight(0.5, 1.01));
        assertEquals(1, ranking.countOfHeight(0.15, 0.25));
        assertTrue(Double.isNaN(ranking.recall(0.1f, 0.25, 0.5)));
    }

    /** F0.5 is 0.526 up to 0.6, 0.667 up to 0.7, 0.455 up to 0.8, 0.714 up to 0.9. */
    @Test
    void shouldChooseTheThresholdWithTheBestBalance() {
        addAll();

        assertEquals(0.85f, ranking.bestThreshold());
    }

    @Test
    void shouldGiveABoxThePersonThatItOverlapsMost() {
        // The first box overlaps both people enough; taking the wrong one would leave nobody to the second box.
        ranking.add(List.of(found(3, 0.9f), found(-1, 0.8f)), List.of(person(0, 10), person(4, 10)), 20);

        assertEquals(1, ranking.averagePrecision(), EXACT);
    }

    @Test
    void shouldTakeHalfAnOverlapForEnough() {
        // 10 x 10 and 10 x 5 of the same corner: intersection 50, union 100.
        ranking.add(List.of(new Found(new BoundingBox(0, 0, 10, 5), 0.9f)), List.of(person(0, 10)), 20);

        assertEquals(1, ranking.recall(0.9f), EXACT);
    }

    @Test
    void shouldNotCountWhatMostlyLiesInAnIgnoredRegion() {
        CocoFile.Person crowd = new CocoFile.Person(new BoundingBox(50, 0, 100, 100), 0, true, null);
        // 6 of 10 columns in the region: no mistake. 5 of 10: one.
        ranking.add(List.of(found(46, 0.9f), found(45, 0.8f), found(0, 0.7f)), List.of(person(0, 10), crowd), 20);

        assertEquals(0.5, ranking.precision(0.7f), EXACT);
        assertEquals(1, ranking.recall(0.7f), EXACT);
        assertEquals(0.5, ranking.averagePrecision(), EXACT);
    }

    @Test
    void shouldCountImagesWithoutPeopleAsChancesToBeWrong() {
        addAll();
        ranking.add(List.of(found(0, 0.95f)), List.of(), 20);

        // Precision 0, 1/2, 1/3, 2/4, 2/5: both right boxes now count a half.
        assertEquals((0.5 + 0.5) / 3, ranking.averagePrecision(), EXACT);
    }

    private void addAll() {
        ranking.add(List.of(found(0, 0.9f), found(1, 0.8f), found(20, 0.7f)), List.of(person(0, 10), person(20, 10)),
                20);
        ranking.add(List.of(found(60, 0.6f)), List.of(person(0, 20)), 100);
    }

    private static Found found(float x, float score) {
        return new Found(new BoundingBox(x, 0, 10, 10), score);
    }

    private static CocoFile.Person person(float x, float height) {
        return new CocoFile.Person(new BoundingBox(x, 0, 10, height), 0, false, null);
    }
}
