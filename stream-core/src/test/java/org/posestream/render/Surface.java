package org.posestream.render;

/** What a material says about one point; reused from point to point. Colours are linear, 0 to 1. */
final class Surface {

    /** In: size of the pixel on the surface in metres, for choosing how fine a texture may be. */
    double footprintMetres;
    float red;
    float green;
    float blue;
    /** Strength of the highlight, 0 for chalk. */
    float gloss;
    /** Share of the ambient light that reaches the point. */
    float openness;
    /** Light given off, as a multiple of the colour; 0 for all but windows and lamps. */
    float glow;

    void color(int srgb, double brightness) {
        red = (float) (LINEAR[srgb >> 16 & 255] * brightness);
        green = (float) (LINEAR[srgb >> 8 & 255] * brightness);
        blue = (float) (LINEAR[srgb & 255] * brightness);
    }

    void mix(int srgb, double weight) {
        red += (float) ((LINEAR[srgb >> 16 & 255] - red) * weight);
        green += (float) ((LINEAR[srgb >> 8 & 255] - green) * weight);
        blue += (float) ((LINEAR[srgb & 255] - blue) * weight);
    }

    private static final float[] LINEAR = new float[256];

    static {
        for (int i = 0; i < 256; i++) {
            double c = i / 255.0;
            LINEAR[i] = (float) (c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4));
        }
    }
}
