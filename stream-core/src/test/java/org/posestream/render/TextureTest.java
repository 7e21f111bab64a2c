package org.posestream.render;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TextureTest {

    private final Surface surface = new Surface();

    @Test
    void shouldShowTheTexelThatWasPainted() {
        // 4 x 4 texels of a metre; the red channel of texel (u, v) is u / 4.
        Texture texture = new Texture(4, 4, 0.3, 0, (u, v, s) -> s.red = (float) (Math.floor(u) / 4));
        for (int u = 0; u < 4; u++) {
            surface.footprintMetres = 0.5;
            texture.shade(new float[] {u + 0.5f, 2.5f}, surface);
            assertEquals(u / 4.0, surface.red, 0.002);
        }
        assertEquals(0.3f, surface.gloss);
    }

    @Test
    void shouldBlendIntoTheMeanWhenFarAway() {
        Texture texture = new Texture(64, 1, 0, 0, (u, v, s) -> s.red = u % (2 / 64.0) < 1 / 64.0 ? 1 : 0);
        surface.footprintMetres = 3;
        texture.shade(new float[] {0.37f, 0.81f}, surface);
        assertEquals(0.5, surface.red, 0.005);
    }

    @Test
    void shouldRepeatWithoutASeam() {
        Texture texture = new Texture(8, 1, 0, 0, (u, v, s) -> s.red = (float) (0.5 + 0.4 * Math.sin(2 * Math.PI * u)));
        surface.footprintMetres = 0.1;
        texture.shade(new float[] {0.999f, 0.3f}, surface);
        float before = surface.red;
        texture.shade(new float[] {1.001f, 0.3f}, surface);
        assertEquals(before, surface.red, 0.01);
    }
}
