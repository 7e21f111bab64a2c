package org.posestream.render;

/**
 * A picture that repeats in both directions, with ever coarser copies so that far surfaces do not flicker. Texels are
 * packed (ten bits a channel, square root of the light), for most of the time goes into fetching them.
 */
final class Texture implements Material {

    /** A colour for each point of the surface, both coordinates in metres. */
    interface Painter {
        void paint(double u, double v, Surface surface);
    }

    private static final double BRIGHTEST = 1.6;
    private static final float DECODE = (float) (BRIGHTEST / 1023 / 1023);

    private final int size;
    private final double metres;
    private final int[][] levels;
    private final float gloss;
    private final float glow;

    /**
     * @param size of a side in texels, a power of two
     * @param metres length of a side on the surface
     */
    Texture(int size, double metres, double gloss, double glow, Painter painter) {
        this.size = size;
        this.metres = metres;
        this.gloss = (float) gloss;
        this.glow = (float) glow;
        levels = new int[Integer.numberOfTrailingZeros(size) + 1][];
        float[] texels = paint(painter);
        for (int level = 0; level < levels.length; level++) {
            levels[level] = packed(texels);
            texels = halved(texels, size >> level);
        }
    }

    private float[] paint(Painter painter) {
        float[] texels = new float[size * size * 3];
        Surface surface = new Surface();
        for (int i = 0; i < size * size; i++) {
            painter.paint((i % size + 0.5) * metres / size, (i / size + 0.5) * metres / size, surface);
            texels[3 * i] = surface.red;
            texels[3 * i + 1] = surface.green;
            texels[3 * i + 2] = surface.blue;
        }
        return texels;
    }

    private static int[] packed(float[] texels) {
        int[] out = new int[texels.length / 3];
        for (int i = 0; i < out.length; i++) {
            out[i] = code(texels[3 * i]) << 20 | code(texels[3 * i + 1]) << 10 | code(texels[3 * i + 2]);
        }
        return out;
    }

    private static int code(float light) {
        return (int) Math.round(1023 * Math.sqrt(Math.max(0, Math.min(1, light / BRIGHTEST))));
    }

    private static float[] halved(float[] from, int side) {
        int half = side / 2;
        float[] to = new float[half * half * 3];
        for (int y = 0; y < half; y++) {
            for (int x = 0; x < half; x++) {
                for (int c = 0; c < 3; c++) {
                    int at = (2 * y * side + 2 * x) * 3 + c;
                    to[(y * half + x) * 3 + c] =
                            (from[at] + from[at + 3] + from[at + 3 * side] + from[at + 3 * side + 3]) / 4;
                }
            }
        }
        return to;
    }

    /** Attributes: u, v in metres. */
    @Override
    public void shade(float[] attributes, Surface surface) {
        float texels = (float) Math.max(1, surface.footprintMetres * size / metres);
        int exponent = Math.getExponent(texels);
        // Between powers of two a straight line is near enough to the logarithm.
        float level = exponent + texels / (1 << exponent) - 1;
        int fine = Math.min(levels.length - 1, (int) level);
        surface.red = 0;
        surface.green = 0;
        surface.blue = 0;
        float coarser = fine == levels.length - 1 ? 0 : level - fine;
        sample(fine, attributes, 1 - coarser, surface);
        if (coarser > 0) {
            sample(fine + 1, attributes, coarser, surface);
        }
        surface.red = surface.red * surface.red * DECODE;
        surface.green = surface.green * surface.green * DECODE;
        surface.blue = surface.blue * surface.blue * DECODE;
        surface.gloss = gloss;
        surface.glow = glow;
        surface.openness = 1;
    }

    /** Adds codes to the surface's colour, not to fields: renderers of several threads share a texture. */
    private void sample(int level, float[] uv, float weight, Surface sum) {
        int side = size >> level;
        float scale = (float) (side / metres);
        float u = uv[0] * scale + side - 0.5f;
        float v = uv[1] * scale + side - 0.5f;
        int x = (int) u;
        int y = (int) v;
        float fx = u - x;
        float fy = v - y;
        int[] texels = levels[level];
        int mask = side - 1;
        int upper = (y & mask) * side;
        int lower = (y + 1 & mask) * side;
        add(texels[upper + (x & mask)], weight * (1 - fx) * (1 - fy), sum);
        add(texels[upper + (x + 1 & mask)], weight * fx * (1 - fy), sum);
        add(texels[lower + (x & mask)], weight * (1 - fx) * fy, sum);
        add(texels[lower + (x + 1 & mask)], weight * fx * fy, sum);
    }

    private static void add(int texel, float weight, Surface sum) {
        sum.red += weight * (texel >> 20);
        sum.green += weight * (texel >> 10 & 1023);
        sum.blue += weight * (texel & 1023);
    }
}
