package org.posestream.frame;

/**
 * From Y, Cb, Cr to R, G, B, all 0..255: {@code R = ys (Y - yo) + rv V}, {@code G = ys (Y - yo) - gu U - gv V},
 * {@code B = ys (Y - yo) + bu U}, with U = Cb - 128 and V = Cr - 128 (ITU-R BT.601-7 and BT.709-6, section 3).
 *
 * @param lumaOffset yo: 16 for limited range, 0 for full range
 * @param lumaScale ys
 * @param redV rv
 * @param greenU gu
 * @param greenV gv
 * @param blueU bu
 */
public record ColorMatrix(int lumaOffset, float lumaScale, float redV, float greenU, float greenV, float blueU) {

    public static final ColorMatrix BT601_LIMITED = of(0.299, 0.114, false);
    public static final ColorMatrix BT601_FULL = of(0.299, 0.114, true);
    public static final ColorMatrix BT709_LIMITED = of(0.2126, 0.0722, false);
    public static final ColorMatrix BT709_FULL = of(0.2126, 0.0722, true);

    private static ColorMatrix of(double kr, double kb, boolean fullRange) {
        double kg = 1 - kr - kb;
        double chroma = fullRange ? 1 : 255.0 / 224;
        return new ColorMatrix(fullRange ? 0 : 16, fullRange ? 1 : 255f / 219,
                (float) (2 * (1 - kr) * chroma),
                (float) (2 * kb * (1 - kb) / kg * chroma),
                (float) (2 * kr * (1 - kr) / kg * chroma),
                (float) (2 * (1 - kb) * chroma));
    }
}
