package org.posestream.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.posestream.frame.ColorMatrix;
import org.posestream.frame.FrameBuffer;
import org.posestream.pose.BoundingBox;
import org.posestream.pose.Keypoint2D;
import org.posestream.pose.PersonPose;
import org.posestream.pose.SkeletonTopology;

class SkeletonPainterTest {

    private static final int LEFT_WRIST = 9;
    private static final int RIGHT_WRIST = 10;

    private final FrameBuffer image = new FrameBuffer(0);

    @Test
    void shouldGiveSidesAndPeopleColoursOfTheirOwn() {
        clear();
        new SkeletonPainter(image).draw(person(1, 1));
        int left = rgb(LEFT_WRIST);
        int right = rgb(RIGHT_WRIST);
        assertNotEquals(left, right);
        clear();
        new SkeletonPainter(image).draw(person(2, 1));
        assertNotEquals(left, rgb(LEFT_WRIST));
        // The hue, by another implementation: 0.33 + 2 * 0.381966 - 0.07 of the circle, at 90 % over black.
        assertHue(0.33f + 2 * 0.381966f - 0.07f, rgb(LEFT_WRIST));
    }

    @Test
    void shouldFadeGuessesAndOmitWhatIsUnknown() {
        clear();
        new SkeletonPainter(image).draw(person(1, 0.9f));
        int sure = luma(LEFT_WRIST);
        clear();
        new SkeletonPainter(image).draw(person(1, 0.2f));
        int guess = luma(LEFT_WRIST);
        clear();
        new SkeletonPainter(image).draw(person(1, 0.05f));
        assertEquals(0, luma(LEFT_WRIST));
        assertTrue(0 < guess && guess < sure, guess + " of " + sure);
    }

    @Test
    void shouldConnectTheJointsOfTheTopology() {
        clear();
        new SkeletonPainter(image).draw(person(1, 1));
        // Half way from the left elbow (7) to the left wrist (9), and not beside it.
        assertTrue((image.pixels().get((int) (y(7) + y(9)) / 2 * 200 + 140) & 255) > 20);
        assertEquals(0, image.pixels().get((int) (y(7) + y(9)) / 2 * 200 + 150) & 255);
    }

    @Test
    void shouldDrawPeopleWhoReachOutOfTheImage() {
        clear();
        List<Keypoint2D> joints = new ArrayList<>();
        for (int k = 0; k < 17; k++) {
            joints.add(new Keypoint2D(-300 + 60 * k, k == 5 ? Float.NaN : -500 + 90 * k, 1));
        }
        new SkeletonPainter(image).draw(new PersonPose(123456, 1, new BoundingBox(-400, -500, 2000, 2000),
                SkeletonTopology.COCO_17, joints, null, List.of()));
        assertTrue((image.pixels().get(40 * 200 + 60) & 255) > 20, "the right shoulder lies at (60, 40)");
    }

    private void clear() {
        image.resize(200, 200, ColorMatrix.BT601_FULL);
        for (int i = 0; i < image.pixels().capacity(); i++) {
            image.pixels().put(i, (byte) (i < 200 * 200 ? 0 : 128));
        }
    }

    private static PersonPose person(long id, float confidence) {
        List<Keypoint2D> joints = new ArrayList<>();
        for (int k = 0; k < 17; k++) {
            joints.add(new Keypoint2D(k % 2 == 0 ? 60 : 140, y(k), confidence));
        }
        return new PersonPose(id, 1, new BoundingBox(20, 5, 160, 190), SkeletonTopology.COCO_17, joints, null,
                List.of());
    }

    private static float y(int k) {
        return 10 + 22 * (k / 2);
    }

    private int at(int k) {
        return (int) y(k) * 200 + (k % 2 == 0 ? 60 : 140);
    }

    private int luma(int k) {
        return image.pixels().get(at(k)) & 255;
    }

    private int rgb(int k) {
        ColorMatrix color = image.color();
        int chroma = (int) y(k) / 2 * 100 + (k % 2 == 0 ? 30 : 70);
        float luma = luma(k);
        int u = (image.pixels().get(image.planeOffset(1) + chroma) & 255) - 128;
        int v = (image.pixels().get(image.planeOffset(2) + chroma) & 255) - 128;
        int red = clip(luma + color.redV() * v);
        int green = clip(luma - color.greenU() * u - color.greenV() * v);
        int blue = clip(luma + color.blueU() * u);
        return red << 16 | green << 8 | blue;
    }

    private static int clip(float value) {
        return Math.round(Math.max(0, Math.min(255, value)));
    }

    private static void assertHue(float expected, int rgb) {
        float hue = Color.RGBtoHSB(rgb >> 16, rgb >> 8 & 255, rgb & 255, null)[0];
        assertEquals(expected - Math.floor(expected), hue, 0.02, Integer.toHexString(rgb));
    }
}
