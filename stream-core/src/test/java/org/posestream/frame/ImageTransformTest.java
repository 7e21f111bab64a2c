package org.posestream.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.posestream.inference.ImageInput;
import org.posestream.pose.BoundingBox;

class ImageTransformTest {

    private static final float[] NONE = {0, 0, 0};
    private static final float[] ONE = {1, 1, 1};

    @Test
    void shouldKeepPixelCentresWhenHalving() {
        // Two image pixels become one, so input pixel 0 is centred between image pixels 0 and 1.
        ImageTransform half = ImageTransform.letterbox(640, 480, input(320, 240, ImageInput.Fit.LETTERBOX_TOP_LEFT));
        assertEquals(new ImageTransform(2, 0, 0.5f, 0, 2, 0.5f), half);
    }

    @Test
    void shouldLetterboxAtTheTopLeftOrInTheCentre() {
        ImageInput topLeft = input(416, 416, ImageInput.Fit.LETTERBOX_TOP_LEFT);
        ImageInput centre = input(416, 416, ImageInput.Fit.LETTERBOX_CENTRE);
        // Scale 1280 / 416 = 40 / 13; 234 of 416 rows are image, so 91 rows (280 image pixels) above it when centred.
        float scale = 1280f / 416;
        assertTransform(scale, 0, 0, ImageTransform.letterbox(1280, 720, topLeft));
        assertTransform(scale, 0, -280, ImageTransform.letterbox(1280, 720, centre));
    }

    private static void assertTransform(float scale, float left, float top, ImageTransform actual) {
        assertEquals(scale, actual.xx(), 1e-5);
        assertEquals(scale, actual.yy(), 1e-5);
        assertEquals(left, actual.imageX(-0.5f, 0) + 0.5f, 1e-3, "left edge");
        assertEquals(top, actual.imageY(0, -0.5f) + 0.5f, 1e-3, "top edge");
    }

    @Test
    void shouldCropWithPaddingAndTheInputsAspect() {
        // A box of 100 x 200 grown by 1.25 is 125 x 250; a 192 x 256 input makes it 187.5 x 250 about the same centre.
        ImageTransform crop = ImageTransform.crop(new BoundingBox(50, 20, 100, 200), input(192, 256,
                ImageInput.Fit.CROP));
        assertEquals(250f / 256, crop.xx(), 1e-6);
        assertEquals(100 - 187.5f / 2, crop.imageX(-0.5f, 0) + 0.5f, 1e-3);
        assertEquals(120 - 125, crop.imageY(0, -0.5f) + 0.5f, 1e-3);
    }

    @Test
    void shouldTurnTheCropAboutItsCentre() {
        // Down is the image's left, so the input's right is the image's down; 100 input pixels are 250 of the image.
        ImageTransform crop = ImageTransform.turned(400, 300, -2.5f, 0, input(256, 256,
                ImageInput.Fit.CROP_UPRIGHT));
        assertEquals(400, crop.imageX(127.5f, 127.5f), 1e-4);
        assertEquals(300, crop.imageY(127.5f, 127.5f), 1e-4);
        assertEquals(150, crop.imageX(127.5f, 227.5f), 1e-4);
        assertEquals(300, crop.imageY(127.5f, 227.5f), 1e-4);
        assertEquals(400, crop.imageX(227.5f, 127.5f), 1e-4);
        assertEquals(550, crop.imageY(227.5f, 127.5f), 1e-4);
    }

    @Test
    void shouldNotTurnWhenDownIsDown() {
        ImageInput input = input(192, 256, ImageInput.Fit.CROP_UPRIGHT);
        ImageTransform crop = ImageTransform.crop(new BoundingBox(50, 20, 150, 200), input);
        // The centre of the pixel at (124.5, 119.5) is the middle of the box, whose edges are pixel edges.
        ImageTransform turned = ImageTransform.turned(124.5f, 119.5f, 0, 250f / 256, input);
        assertEquals(crop.xx(), turned.xx(), 1e-6);
        assertEquals(crop.x0(), turned.x0(), 1e-4);
        assertEquals(crop.y0(), turned.y0(), 1e-4);
        assertEquals(0, turned.xy(), 1e-9);
        assertEquals(0, turned.yx(), 1e-9);
    }

    @Property
    void shouldInvert(@ForAll @FloatRange(min = 0.1f, max = 20) float scale,
            @ForAll @FloatRange(min = -3.1f, max = 3.1f) float angle,
            @ForAll @FloatRange(min = -2000, max = 2000) float x0,
            @ForAll @FloatRange(min = -2000, max = 2000) float y0,
            @ForAll @FloatRange(min = 0, max = 416) float x, @ForAll @FloatRange(min = 0, max = 416) float y) {
        float cos = (float) Math.cos(angle) * scale;
        float sin = (float) Math.sin(angle) * scale;
        ImageTransform there = new ImageTransform(cos, -sin, x0, sin, cos, y0);
        ImageTransform back = there.inverse();
        float imageX = there.imageX(x, y);
        float imageY = there.imageY(x, y);
        // float has 24 bits: 2,000 pixels of offset seen at a tenth of the scale leave about 0.01 px
        assertEquals(x, back.imageX(imageX, imageY), 0.02);
        assertEquals(y, back.imageY(imageX, imageY), 0.02);
    }

    @Property
    void shouldContainTheBoxInItsCrop(@ForAll @FloatRange(min = -50, max = 2000) float x,
            @ForAll @FloatRange(min = -50, max = 2000) float y, @ForAll @FloatRange(min = 1, max = 900) float width,
            @ForAll @FloatRange(min = 1, max = 900) float height) {
        ImageTransform inverse = ImageTransform.crop(new BoundingBox(x, y, width, height),
                input(192, 256, ImageInput.Fit.CROP)).inverse();
        // Padding 1.25 leaves an eighth of the box free, so at least a tenth of the input, on each side.
        float left = inverse.imageX(x - 0.5f, 0);
        float top = inverse.imageY(0, y - 0.5f);
        float right = inverse.imageX(x + width - 0.5f, 0);
        float bottom = inverse.imageY(0, y + height - 0.5f);
        assertTrue(left > 19.2f - 0.6f && right < 192 - 19.2f - 0.4f, left + " " + right);
        assertTrue(top > 25.6f - 0.6f && bottom < 256 - 25.6f - 0.4f, top + " " + bottom);
        assertEquals(95.5, (left + right) / 2, 0.05, "centred");
        assertEquals(127.5, (top + bottom) / 2, 0.05, "centred");
    }

    @Property
    void shouldContainTheWholeImageInItsLetterbox(@ForAll @IntRange(min = 1, max = 8000) int width,
            @ForAll @IntRange(min = 1, max = 8000) int height, @ForAll boolean centred) {
        ImageTransform inverse = ImageTransform.letterbox(width, height, input(416, 416, centred
                ? ImageInput.Fit.LETTERBOX_CENTRE : ImageInput.Fit.LETTERBOX_TOP_LEFT)).inverse();
        float left = inverse.imageX(-0.5f, 0) + 0.5f;
        float top = inverse.imageY(0, -0.5f) + 0.5f;
        float right = inverse.imageX(width - 0.5f, 0) + 0.5f;
        float bottom = inverse.imageY(0, height - 0.5f) + 0.5f;
        assertTrue(left > -0.01f && top > -0.01f && right < 416.01f && bottom < 416.01f);
        assertEquals(416, Math.max(right - left, bottom - top), 0.01, "as large as fits");
        assertEquals(centred ? 416 - right : 0, left, 0.01);
        assertEquals(centred ? 416 - bottom : 0, top, 0.01);
    }

    @Property
    void shouldHoldTheWholeLetterboxedImageInTheFewestRows(@ForAll @IntRange(min = 1, max = 8000) int width,
            @ForAll @IntRange(min = 1, max = 8000) int height) {
        ImageInput input = new ImageInput(320, 320, ImageInput.Layout.NHWC, ImageInput.ElementType.UINT8,
                ImageInput.ColorOrder.BGR, NONE, ONE, ImageInput.Fit.LETTERBOX_TOP_LEFT, 114, 1, 32);
        float bottom = ImageTransform.letterbox(width, height, input).inverse().imageY(0, height - 0.5f) + 0.5f;
        int rows = input.rowsOf(width, height);
        assertEquals(0, rows % 32);
        assertTrue(rows <= 320 && bottom < rows + 0.01f, rows + " rows, but the image ends at " + bottom);
        assertTrue(rows == 32 || bottom > rows - 32 - 0.01f, rows + " rows, but the image ends at " + bottom);
    }

    private static ImageInput input(int width, int height, ImageInput.Fit fit) {
        return new ImageInput(width, height, ImageInput.Layout.NHWC, ImageInput.ElementType.UINT8,
                ImageInput.ColorOrder.BGR, NONE, ONE, fit, 114, 1.25f, height);
    }
}
