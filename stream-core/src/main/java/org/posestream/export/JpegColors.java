package org.posestream.export;

import java.nio.ByteBuffer;
import org.posestream.frame.ColorMatrix;
import org.posestream.frame.FrameBuffer;

/**
 * Turns the colours of a frame into those of JFIF, which are BT.601 in full range and cannot be labelled otherwise
 * (ITU-T T.871, section 7): with U = Cb - 128 and V = Cr - 128,
 * {@code Y' = ys (Y - yo) + yu U + yv V}, {@code U' = uu U + uv V}, {@code V' = vu U + vv V}, which is the frame's
 * {@link ColorMatrix} followed by JFIF's own. Chroma stays in its two by two pixels, so nothing is blurred.
 */
final class JpegColors {

    /** JFIF's weights of red, green and blue. */
    private static final float KR = 0.299f;
    private static final float KG = 0.587f;
    private static final float KB = 0.114f;

    private static final int FRACTION_BITS = 16;
    private static final int HALF = 1 << FRACTION_BITS - 1;

    private final ColorMatrix color;
    private final int[] luma = new int[256];
    private final int yu;
    private final int yv;
    private final int uu;
    private final int uv;
    private final int vu;
    private final int vv;
    private byte[] lumaRow = new byte[0];
    private byte[] cbRow = new byte[0];
    private byte[] crRow = new byte[0];
    private int[] lumaShift = new int[0];

    /** @param color of the frames that will be given */
    JpegColors(ColorMatrix color) {
        this.color = color;
        for (int y = 0; y < 256; y++) {
            luma[y] = fixed(color.lumaScale() * (y - color.lumaOffset()));
        }
        float lumaOfU = KB * color.blueU() - KG * color.greenU();
        float lumaOfV = KR * color.redV() - KG * color.greenV();
        yu = fixed(lumaOfU);
        yv = fixed(lumaOfV);
        uu = fixed((color.blueU() - lumaOfU) / (2 * (1 - KB)));
        uv = fixed(-lumaOfV / (2 * (1 - KB)));
        vu = fixed(-lumaOfU / (2 * (1 - KR)));
        vv = fixed((color.redV() - lumaOfV) / (2 * (1 - KR)));
    }

    ColorMatrix color() {
        return color;
    }

    /** Writes the frame into one of the same size and 4:2:0. */
    void convert(FrameBuffer from, PlanarFrame to) {
        int width = from.chromaWidth();
        makeRoom(from.width(), width);
        ByteBuffer y = to.plane(0, from.height());
        ByteBuffer cb = to.plane(1, from.chromaHeight());
        ByteBuffer cr = to.plane(2, from.chromaHeight());
        for (int row = 0; row < from.chromaHeight(); row++) {
            from.pixels().get(from.planeOffset(1) + row * width, cbRow, 0, width);
            from.pixels().get(from.planeOffset(2) + row * width, crRow, 0, width);
            convertChroma(width);
            cb.put(row * to.stride(1), cbRow, 0, width);
            cr.put(row * to.stride(2), crRow, 0, width);
            for (int line = 2 * row; line < Math.min(2 * row + 2, from.height()); line++) {
                from.pixels().get(line * from.width(), lumaRow, 0, from.width());
                convertLuma(from.width());
                y.put(line * to.stride(0), lumaRow, 0, from.width());
            }
        }
    }

    /** In place; keeps what the old chroma adds to the luma of its pixels. */
    private void convertChroma(int width) {
        for (int x = 0; x < width; x++) {
            int u = (cbRow[x] & 255) - 128;
            int v = (crRow[x] & 255) - 128;
            lumaShift[x] = yu * u + yv * v + HALF;
            cbRow[x] = (byte) clamp(128 + (uu * u + uv * v + HALF >> FRACTION_BITS));
            crRow[x] = (byte) clamp(128 + (vu * u + vv * v + HALF >> FRACTION_BITS));
        }
    }

    private void convertLuma(int width) {
        for (int x = 0; x < width; x++) {
            lumaRow[x] = (byte) clamp(luma[lumaRow[x] & 255] + lumaShift[x >> 1] >> FRACTION_BITS);
        }
    }

    private void makeRoom(int width, int chromaWidth) {
        if (lumaRow.length < width) {
            lumaRow = new byte[width];
            cbRow = new byte[chromaWidth];
            crRow = new byte[chromaWidth];
            lumaShift = new int[chromaWidth];
        }
    }

    private static int fixed(float value) {
        return Math.round(value * (1 << FRACTION_BITS));
    }

    private static int clamp(int value) {
        return Math.max(0, Math.min(255, value));
    }
}
