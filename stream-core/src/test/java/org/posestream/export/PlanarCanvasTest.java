package org.posestream.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posestream.frame.ColorMatrix;
import org.posestream.frame.FrameBuffer;

class PlanarCanvasTest {

    private final FrameBuffer image = black(8, 8);
    private final PlanarCanvas canvas = new PlanarCanvas(image);

    @Test
    void shouldDrawADiscWithSoftEdges() {
        canvas.setInk(0xFFFFFF, 1);
        canvas.disc(3, 3, 1);
        // Coverage is 1.5 - distance: 1 in the middle, 0.5 beside it, 1.5 - 1.4142 = 0.0858 at the corners.
        assertArrayEquals(new int[] {0, 0, 22, 128, 22, 0, 0, 0}, row(2));
        assertArrayEquals(new int[] {0, 0, 128, 255, 128, 0, 0, 0}, row(3));
        assertArrayEquals(new int[] {0, 0, 22, 128, 22, 0, 0, 0}, row(4));
        assertArrayEquals(new int[] {0, 0, 0, 0, 0, 0, 0, 0}, row(5));
    }

    @Test
    void shouldDrawALineOfTwiceTheRadius() {
        canvas.setInk(0xFFFFFF, 1);
        canvas.line(1, 2, 6, 2, 1);
        assertArrayEquals(new int[] {22, 128, 128, 128, 128, 128, 128, 22}, row(1));
        assertArrayEquals(new int[] {128, 255, 255, 255, 255, 255, 255, 128}, row(2));
        assertArrayEquals(new int[] {22, 128, 128, 128, 128, 128, 128, 22}, row(3));
    }

    @Test
    void shouldBlendByOpacity() {
        canvas.setInk(0xFFFFFF, 0.5f);
        canvas.disc(3, 3, 2);
        assertEquals(128, image.pixels().get(3 * 8 + 3) & 255);
    }

    @Test
    void shouldLeaveOutWhatLiesOutside() {
        canvas.setInk(0xFFFFFF, 1);
        canvas.line(-1e9f, 4, 1e9f, 4, 0.5f);
        canvas.line(Float.NaN, 4, 3, 4, 0.5f);
        canvas.disc(-50, -50, 3);
        canvas.fill(6, 6, 100, 100);
        canvas.fill(-5, -5, 6, 6);
        assertArrayEquals(new int[] {255, 255, 255, 255, 255, 255, 255, 255}, row(4));
        assertArrayEquals(new int[] {0, 0, 0, 0, 0, 0, 255, 255}, row(7));
        assertArrayEquals(new int[] {255, 0, 0, 0, 0, 0, 0, 0}, row(0));
    }

    @Test
    void shouldWriteDigits() {
        canvas.setInk(0xFFFFFF, 1);
        assertEquals(8, canvas.number(27, 0, 1, 1));
        assertEquals(8, PlanarCanvas.numberWidth(27, 1));
        assertEquals("###.###.", dots(1));
        assertEquals("..#...#.", dots(2));
        assertEquals("###..#..", dots(3));
        assertEquals("#....#..", dots(4));
        assertEquals("###..#..", dots(5));
        assertEquals("........", dots(6));
    }

    @ParameterizedTest
    @ValueSource(ints = {0xFF0000, 0x00FF00, 0x0000FF, 0xFF8020, 0x808080, 0xFFFFFF, 0x000000})
    void shouldMixInkThatTheMatrixTurnsBackIntoTheColour(int rgb) {
        for (ColorMatrix color : new ColorMatrix[] {ColorMatrix.BT601_LIMITED, ColorMatrix.BT601_FULL,
            ColorMatrix.BT709_LIMITED, ColorMatrix.BT709_FULL}) {
            image.resize(8, 8, color);
            canvas.setInk(rgb, 1);
            canvas.fill(0, 0, 8, 8);
            float y = color.lumaScale() * ((image.pixels().get(0) & 255) - color.lumaOffset());
            int u = (image.pixels().get(image.planeOffset(1)) & 255) - 128;
            int v = (image.pixels().get(image.planeOffset(2)) & 255) - 128;
            assertEquals(rgb >> 16 & 255, y + color.redV() * v, 2.5);
            assertEquals(rgb >> 8 & 255, y - color.greenU() * u - color.greenV() * v, 2.5);
            assertEquals(rgb & 255, y + color.blueU() * u, 2.5);
        }
    }

    private static FrameBuffer black(int width, int height) {
        FrameBuffer image = new FrameBuffer(0);
        image.resize(width, height, ColorMatrix.BT601_FULL);
        return image;
    }

    private int[] row(int y) {
        int[] row = new int[8];
        for (int x = 0; x < 8; x++) {
            row[x] = image.pixels().get(8 * y + x) & 255;
        }
        return row;
    }

    private String dots(int y) {
        StringBuilder text = new StringBuilder();
        for (int luma : row(y)) {
            text.append(luma == 255 ? '#' : '.');
        }
        return text.toString();
    }
}
