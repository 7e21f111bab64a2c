package org.posestream.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.posestream.frame.ColorMatrix;
import org.posestream.frame.FrameBuffer;

class PlaneRotationTest {

    @Test
    void shouldTurnClockwise() {
        FrameBuffer image = new FrameBuffer(0);
        image.resize(3, 2, ColorMatrix.BT709_LIMITED);
        image.pixels().put(0, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
        assertTurned(image, 1, 2, 3, 4, 1, 5, 2, 6, 3, 7, 8, 9, 10);
        assertTurned(image, 2, 3, 2, 6, 5, 4, 3, 2, 1, 8, 7, 10, 9);
        assertTurned(image, 3, 2, 3, 3, 6, 2, 5, 1, 4, 8, 7, 10, 9);
    }

    @Property(tries = 200)
    void shouldComeBackAfterFourQuarters(@ForAll @IntRange(min = 1, max = 80) int width,
            @ForAll @IntRange(min = 1, max = 80) int height) {
        FrameBuffer image = TestVideos.image(width, height, 3);
        FrameBuffer quarter = new FrameBuffer(0);
        FrameBuffer back = new FrameBuffer(0);
        PlaneRotation.rotate(image, 1, quarter);
        PlaneRotation.rotate(quarter, 3, back);
        assertArrayEquals(TestVideos.bytes(image), TestVideos.bytes(back));
        FrameBuffer half = new FrameBuffer(0);
        PlaneRotation.rotate(quarter, 1, half);
        PlaneRotation.rotate(half, 2, back);
        assertArrayEquals(TestVideos.bytes(image), TestVideos.bytes(back));
    }

    private static void assertTurned(FrameBuffer image, int turns, int width, int height, int... expected) {
        FrameBuffer turned = new FrameBuffer(0);
        PlaneRotation.rotate(image, turns, turned);
        assertEquals(width, turned.width());
        assertEquals(height, turned.height());
        assertEquals(ColorMatrix.BT709_LIMITED, turned.color());
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], turned.pixels().get(i), "byte " + i);
        }
    }
}
