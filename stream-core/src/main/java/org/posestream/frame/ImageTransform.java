package org.posestream.frame;

import org.posestream.inference.ImageInput;
import org.posestream.pose.BoundingBox;

/**
 * An affine map from the pixels of a network's input to the pixels of the image:
 * {@code x' = xx x + xy y + x0}, {@code y' = yx x + yy y + y0}. Integer coordinates are pixel centres in both.
 */
public record ImageTransform(float xx, float xy, float x0, float yx, float yy, float y0) {

    /** The whole image, as large as fits, its aspect ratio kept, at the input's top left corner or in its centre. */
    public static ImageTransform letterbox(int imageWidth, int imageHeight, ImageInput input) {
        float scale = Math.max((float) imageWidth / input.width(), (float) imageHeight / input.height());
        boolean centred = input.fit() == ImageInput.Fit.LETTERBOX_CENTRE;
        float left = centred ? (imageWidth - input.width() * scale) / 2 : 0;
        float top = centred ? (imageHeight - input.height() * scale) / 2 : 0;
        return scaled(scale, left, top);
    }

    /** The box grown by the input's crop padding and then to the input's aspect ratio, about its centre. */
    public static ImageTransform crop(BoundingBox box, ImageInput input) {
        float scale = Math.max(box.width() / input.width(), box.height() / input.height()) * input.cropPadding();
        scale = Math.max(scale, 1e-3f);
        return scaled(scale, box.centreX() - scale * input.width() / 2, box.centreY() - scale * input.height() / 2);
    }

    /**
     * A square-pixelled crop, turned and scaled: one input pixel down is (downX, downY) in the image.
     *
     * @param centreX image x of the input's centre
     * @param centreY image y of the input's centre
     * @param downX image pixels to the right per input pixel down
     * @param downY image pixels down per input pixel down
     */
    public static ImageTransform turned(float centreX, float centreY, float downX, float downY, ImageInput input) {
        float halfWidth = (input.width() - 1) / 2f;
        float halfHeight = (input.height() - 1) / 2f;
        return new ImageTransform(downY, downX, centreX - downY * halfWidth - downX * halfHeight,
                -downX, downY, centreY + downX * halfWidth - downY * halfHeight);
    }

    /** Pixel edges scale about 0, so pixel centres scale about -0.5. */
    private static ImageTransform scaled(float scale, float left, float top) {
        float half = 0.5f * scale - 0.5f;
        return new ImageTransform(scale, 0, left + half, 0, scale, top + half);
    }

    /** Image x of the input's pixel (x, y). */
    public float imageX(float x, float y) {
        return xx * x + xy * y + x0;
    }

    /** Image y of the input's pixel (x, y). */
    public float imageY(float x, float y) {
        return yx * x + yy * y + y0;
    }

    /** From the image back to the input. */
    public ImageTransform inverse() {
        float det = xx * yy - xy * yx;
        float ixx = yy / det;
        float ixy = -xy / det;
        float iyx = -yx / det;
        float iyy = xx / det;
        return new ImageTransform(ixx, ixy, -(ixx * x0 + ixy * y0), iyx, iyy, -(iyx * x0 + iyy * y0));
    }
}
