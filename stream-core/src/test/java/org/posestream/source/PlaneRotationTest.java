package org.posestream.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.posestream.frame.ColorMatrix;
import org.posestream.frame.FrameBuffer;
import org.posestream.source.PlaneRotation.Orientation;

class PlaneRotationTest {

    @Test
    void shouldTurnClockwise() {
        FrameBuffer image = new FrameBuffer(0);
        image.resize(3, 2, ColorMatrix.BT709_LIMITED);
        image.pixels().put(0, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
        assertTurned(image, turns(1), 2, 3, 4, 1, 5, 2, 6, 3, 7, 8, 9, 10);
        assertTurned(image, turns(2), 3, 2, 6, 5, 4, 3, 2, 1, 8, 7, 10, 9);
        assertTurned(image, turns(3), 2, 3, 3, 6, 2, 5, 1, 4, 8, 7, 10, 9);
    }

    @Test
    void shouldFlipBeforeItTurns() {
        FrameBuffer image = new FrameBuffer(0);
        image.resize(3, 2, ColorMatrix.BT709_LIMITED);
        image.pixels().put(0, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
        assertTurned(image, new Orientation(0, true), 3, 2, 4, 5, 6, 1, 2, 3, 7, 8, 9, 10);
        assertTurned(image, new Orientation(1, true), 2, 3, 1, 4, 2, 5, 3, 6, 7, 8, 9, 10);
        assertTurned(image, new Orientation(2, true), 3, 2, 3, 2, 1, 6, 5, 4, 8, 7, 10, 9);
        assertTurned(image, new Orientation(3, true), 2, 3, 6, 3, 5, 2, 4, 1, 8, 7, 10, 9);
    }

    private static Orientation turns(int quarters) {
        return new Orientation(quarters, false);
    }

    @Property(tries = 200)
    void shouldComeBackAfterFourQuarters(@ForAll @IntRange(min = 1, max = 80) int width,
            @ForAll @IntRange(min = 1, max = 80) int height) {
        FrameBuffer image = TestVideos.image(width, height, 3);
        FrameBuffer quarter = new FrameBuffer(0);
        FrameBuffer back = new FrameBuffer(0);
        PlaneRotation.rotate(image, turns(1), quarter);
        PlaneRotation.rotate(quarter, turns(3), back);
        assertArrayEquals(TestVideos.bytes(image), TestVideos.bytes(back));
        FrameBuffer half = new FrameBuffer(0);
        PlaneRotation.rotate(quarter, turns(1), half);
        PlaneRotation.rotate(half, turns(2), back);
        assertArrayEquals(TestVideos.bytes(image), TestVideos.bytes(back));
    }

    private static void assertTurned(FrameBuffer image, Orientation orientation, int width, int height,
            int... expected) {
        FrameBuffer turned = new FrameBuffer(0);
        PlaneRotation.rotate(image, orientation, turned);
        assertEquals(width, turned.width());
        assertEquals(height, turned.height());
        assertEquals(ColorMatrix.BT709_LIMITED, turned.color());
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], turned.pixels().get(i), "byte " + i);
        }
    }
}
