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
 */
public record ImageInput(int width, int height, Layout layout, ElementType type, ColorOrder colorOrder,
        float[] mean, float[] std, Fit fit, int padValue, float cropPadding) {

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
        return width * height * 3 * type.bytes();
    }
}
