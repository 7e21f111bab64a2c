package org.posestream.render;

import java.util.random.RandomGenerator;

/**
 * What one person looks like.
 *
 * @param heightMetres from sole to crown
 * @param girth thickness of limbs and trunk, 1 is slim-average
 * @param femininity 0 to 1: narrower shoulders, wider hips, waist and bust
 * @param legFraction length of the legs against the average, 0.95 to 1.05
 * @param longHair hair down to the neck instead of a short cut
 * @param outfit colours
 */
public record BodyShape(double heightMetres, double girth, double femininity, double legFraction, boolean longHair,
        Outfit outfit) {

    /**
     * Colours as 0xRRGGBB in sRGB.
     *
     * @param sleeve how far down the arm the sleeve reaches: 0.3 short, 0.55 above the elbow, 1.9 to the wrist
     * @param striped whether the shirt has horizontal stripes of the accent colour
     */
    public record Outfit(int skin, int hair, int shirt, int accent, int trousers, int shoes, Cut cut) {

        /** How the clothes are cut. */
        public record Cut(double sleeve, boolean striped) {
        }
    }

    private static final int[] SKINS = {0xE6BFA5, 0xD9A888, 0xC68E6A, 0xA56F4B, 0x7C4F33, 0x59382A};
    private static final int[] HAIRS = {0x1C1714, 0x3A281C, 0x5B4028, 0x8A6A42, 0x7D7770, 0x2A1D18};

    /** A person by chance; the same generator state gives the same person. */
    public static BodyShape random(RandomGenerator random) {
        double femininity = random.nextBoolean() ? 0.6 + 0.4 * random.nextDouble() : 0.2 * random.nextDouble();
        double height = 1.78 - 0.12 * femininity + 0.06 * random.nextGaussian();
        Outfit outfit = new Outfit(SKINS[random.nextInt(SKINS.length)], HAIRS[random.nextInt(HAIRS.length)],
                color(random, 0.15, 0.95), color(random, 0.3, 1), color(random, 0.05, 0.5), color(random, 0.05, 0.9),
                new Outfit.Cut(0.35 + 1.5 * random.nextInt(2), random.nextInt(3) == 0));
        return new BodyShape(Math.max(1.45, Math.min(2.05, height)), 0.95 + 0.3 * random.nextDouble(), femininity,
                0.96 + 0.08 * random.nextDouble(), femininity > 0.5 && random.nextInt(4) > 0, outfit);
    }

    private static int color(RandomGenerator random, double low, double high) {
        int rgb = 0;
        double grey = low + (high - low) * random.nextDouble();
        for (int c = 0; c < 3; c++) {
            double value = Math.max(0, Math.min(1, grey + 0.13 * random.nextGaussian()));
            rgb = rgb << 8 | (int) (255 * value);
        }
        return rgb;
    }
}
