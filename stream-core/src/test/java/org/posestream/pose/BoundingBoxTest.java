package org.posestream.pose;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class BoundingBoxTest {

    @Test
    void shouldMeasureTheOverlapOfTwoBoxes() {
        BoundingBox a = new BoundingBox(0, 0, 4, 2);
        BoundingBox b = new BoundingBox(2, 1, 4, 2);

        assertEquals(2f / 14, a.iou(b), 1e-6f);
        assertEquals(0, a.iou(new BoundingBox(4, 0, 1, 2)), "touching is not overlapping");
        assertEquals(0, a.iou(new BoundingBox(1, 1, 0, 0)), "an empty box overlaps nothing");
    }

    @Test
    void shouldTakeCornersInAnyOrder() {
        assertEquals(new BoundingBox(1, 2, 3, 4), BoundingBox.ofCorners(4, 2, 1, 6));
    }

    @Property
    void shouldOverlapAlikeFromBothSidesAndWhollyWithItself(@ForAll("boxes") BoundingBox a,
            @ForAll("boxes") BoundingBox b) {
        assertEquals(a.iou(b), b.iou(a), 1e-6f);
        assertEquals(1, a.iou(a), 1e-3f);
        assertTrue(a.iou(b) >= 0 && a.iou(b) <= 1 + 1e-6f);
    }

    @Property
    void shouldOverlapAlikeWhereverBothAreMoved(@ForAll("boxes") BoundingBox a, @ForAll("boxes") BoundingBox b) {
        BoundingBox movedA = new BoundingBox(a.x() + 64, a.y() - 32, a.width(), a.height());
        BoundingBox movedB = new BoundingBox(b.x() + 64, b.y() - 32, b.width(), b.height());

        assertEquals(a.iou(b), movedA.iou(movedB), 2e-3f);
    }

    @Property
    void shouldOverlapAGrownCopyByTheRatioOfTheAreas(@ForAll("boxes") BoundingBox box) {
        BoundingBox grown = new BoundingBox(box.x() - box.width() / 8, box.y() - box.height() / 8,
                box.width() * 1.25f, box.height() * 1.25f);
        assertEquals(1 / (1.25f * 1.25f), box.iou(grown), 1e-3f);
        assertEquals(box.centreX(), grown.centreX(), 1e-3f * box.width());
        assertEquals(box.centreY(), grown.centreY(), 1e-3f * box.height());
    }

    @Provide
    Arbitrary<BoundingBox> boxes() {
        Arbitrary<Float> places = Arbitraries.floats().between(-500, 500);
        Arbitrary<Float> sizes = Arbitraries.floats().between(1, 500);
        return Combinators.combine(places, places, sizes, sizes).as(BoundingBox::new);
    }

    @Test
    void shouldUniteBoxes() {
        float[] boxes = {10, 20, 30, 40, 0, 30, 20, 50};
        BoundingBox.unite(boxes, 0, boxes, 4);
        assertArrayEquals(new float[] {0, 20, 40, 60, 0, 30, 20, 50}, boxes);
    }
}
