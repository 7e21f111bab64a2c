package org.posestream.detect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.posestream.pose.BoundingBox;

class NonMaxSuppressionTest {

    @Test
    void shouldKeepTheBestOfBoxesThatOverlap() {
        NonMaxSuppression boxes = new NonMaxSuppression(0.5f);
        boxes.add(0, 0, 10, 10, 0.6f);
        boxes.add(100, 0, 110, 10, 0.7f);
        boxes.add(0, 0, 10, 9, 0.8f);     // IoU 0.9 with the first
        boxes.add(4, 0, 14, 10, 0.5f);    // IoU 6 x 9 / (90 + 100 - 54) = 0.397 with the third
        assertEquals(3, boxes.suppress());
        assertArrayEquals(new float[] {0, 0, 10, 9, 0.8f}, row(boxes, 0));
        assertArrayEquals(new float[] {100, 0, 110, 10, 0.7f}, row(boxes, 1));
        assertArrayEquals(new float[] {4, 0, 14, 10, 0.5f}, row(boxes, 2));
    }

    @Test
    void shouldKeepBoxesWhoseOverlapIsTheThreshold() {
        NonMaxSuppression boxes = new NonMaxSuppression(0.5f);
        boxes.add(0, 0, 3, 1, 0.9f);
        boxes.add(1, 0, 4, 1, 0.8f);      // IoU 2 / 4
        assertEquals(2, boxes.suppress());
    }

    @Test
    void shouldGrowWithItsCandidatesAndSortThemByScore() {
        NonMaxSuppression boxes = new NonMaxSuppression(0.5f);
        for (int i = 0; i < 100; i++) {
            boxes.add(20 * i, 0, 20 * i + 10, 10, (i + 1) / 100f);
        }
        assertEquals(100, boxes.suppress());
        assertEquals(1, boxes.score(0));
        assertEquals(0.99f, boxes.score(1));
        assertEquals(0.01f, boxes.score(99));
    }

    @Test
    void shouldLeaveOutWhatIsNoBox() {
        NonMaxSuppression boxes = new NonMaxSuppression(0.5f);
        boxes.add(0, 0, 10, 10, Float.NaN);
        boxes.add(0, 0, 10, 10, 0);
        boxes.add(0, 0, 0, 10, 1);
        boxes.add(5, 0, 4, 10, 1);
        boxes.add(Float.NaN, 0, 10, 10, 1);
        boxes.add(0, 0, Float.POSITIVE_INFINITY, 10, 1);
        assertEquals(0, boxes.suppress());
    }

    @Test
    void shouldForgetWhenCleared() {
        NonMaxSuppression boxes = new NonMaxSuppression(0.5f);
        boxes.add(0, 0, 10, 10, 1);
        boxes.clear();
        assertEquals(0, boxes.suppress());
    }

    @Test
    void shouldRefuseAThresholdThatIsNone() {
        assertThrows(IllegalArgumentException.class, () -> new NonMaxSuppression(1.5f));
        assertThrows(IllegalArgumentException.class, () -> new NonMaxSuppression(Float.NaN));
    }

    @Property(tries = 200)
    void shouldKeepBoxesApartAndLoseNoneWithoutReason(@ForAll long seed, @ForAll @IntRange(min = 0, max = 150) int n,
            @ForAll @FloatRange(min = 0, max = 1) float threshold) {
        Random random = new Random(seed);
        NonMaxSuppression boxes = new NonMaxSuppression(threshold);
        List<BoundingBox> all = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            BoundingBox box = new BoundingBox(random.nextInt(40), random.nextInt(40), 1 + random.nextInt(40),
                    1 + random.nextInt(40));
            all.add(box);
            boxes.add(box.x(), box.y(), box.right(), box.bottom(), 0.001f + random.nextFloat());
        }
        int kept = boxes.suppress();
        for (int i = 0; i < kept; i++) {
            assertTrue(i == 0 || boxes.score(i) <= boxes.score(i - 1));
            for (int j = 0; j < i; j++) {
                assertTrue(box(boxes, i).iou(box(boxes, j)) <= threshold);
            }
        }
        for (BoundingBox box : all) {
            boolean explained = false;
            for (int i = 0; i < kept; i++) {
                explained |= box.equals(box(boxes, i)) || box.iou(box(boxes, i)) > threshold;
            }
            assertTrue(explained, () -> box + " is neither kept nor overlaps one that is");
        }
    }

    private static BoundingBox box(NonMaxSuppression boxes, int rank) {
        return BoundingBox.ofCorners(boxes.left(rank), boxes.top(rank), boxes.right(rank), boxes.bottom(rank));
    }

    static float[] row(NonMaxSuppression boxes, int rank) {
        return new float[] {boxes.left(rank), boxes.top(rank), boxes.right(rank), boxes.bottom(rank),
            boxes.score(rank)};
    }
}
