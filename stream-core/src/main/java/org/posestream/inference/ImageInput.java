package org.posestream.inference;

/**
 * How a network wants its picture; the value fed is (pixel - mean) / std.
 *
 * @param width columns
 * @param height rows
 * @param layout order of the axes
 * @param type type of an element; uint8 takes the pixel as it is
 * @param colorOrder order of the colour channels
 * @param mean 3 values in the network's colour order, 0..255
 * @param std 3 values in the network's colour order
 * @param fit how the image or the person's box is brought to width x height
 * @param padValue grey level outside the image, 0..255
 * @param cropPadding factor by which a person's box grows before it is cropped; 1 for detectors
 * @param rowStep the network takes the first rows of a picture alone, in multiples of this, up to height; height
 *     where it takes nothing less
 */
public record ImageInput(int width, int height, Layout layout, ElementType type, ColorOrder colorOrder,
        float[] mean, float[] std, Fit fit, int padValue, float cropPadding, int rowStep) {

    /** Order of the axes; N is the batch. */
    public enum Layout { NHWC, NCHW }

    /** Type of an element. */
    public enum ElementType {
        UINT8(1), FLOAT32(4);

        private final int bytes;

        ElementType(int bytes) {
            this.bytes = bytes;
        }

        public int bytes() {
            return bytes;
        }
    }

    /** Order of the colour channels. */
    public enum ColorOrder { BGR, RGB }

    /**
     * How a picture is brought to the input's size; always with its aspect ratio kept. {@code CROP} cuts out a person's
     * box; {@code CROP_UPRIGHT} a circle about the hips, turned so that the trunk stands upright.
     */
    public enum Fit {
        LETTERBOX_TOP_LEFT, LETTERBOX_CENTRE, CROP, CROP_UPRIGHT;

        boolean isCrop() {
            return this == CROP || this == CROP_UPRIGHT;
        }
    }

    /** Size of one picture in bytes. */
    public int bytes() {
        return bytes(height);
    }

    /** Size of that many rows in bytes. */
    public int bytes(int rows) {
        return width * rows * 3 * type.bytes();
    }

    /** Whether the network takes the first rows of a picture alone. */
    public boolean hasFreeRows() {
        return rowStep < height;
    }

    /** The fewest rows that the network takes and that hold a letterboxed image of this size whole. */
    public int rowsOf(int imageWidth, int imageHeight) {
        long drawn = ((long) imageHeight * width + imageWidth - 1) / imageWidth;
        long steps = (drawn + rowStep - 1) / rowStep;
        return (int) Math.min(height, steps * rowStep);
    }
}
