package org.posestream.estimate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.posestream.frame.ImageTransform;
import org.posestream.frame.PersonBuffer;
import org.posestream.inference.ImageInput;
import org.posestream.pose.SkeletonTopology;

class UprightCropTest {

    private static final SkeletonTopology COCO = SkeletonTopology.COCO_17;
    private static final ImageInput INPUT = new ImageInput(256, 256, ImageInput.Layout.NHWC,
            ImageInput.ElementType.FLOAT32, ImageInput.ColorOrder.RGB, new float[3], new float[] {255, 255, 255},
            ImageInput.Fit.CROP_UPRIGHT, 0, 1.25f, 256);

    private final UprightCrop crop = new UprightCrop(COCO, INPUT);

    @Property
    void shouldStandWhoeverLeansUpright(@ForAll @DoubleRange(min = -3.1, max = 3.1) double lean) {
        ImageTransform toImage = crop.of(person(lean, 0, 0.9f), 0);

        // Hips in the centre of the input, the shoulders 100 of 200 / 0.8 radius pixels above them.
        ImageTransform toInput = toImage.inverse();
        double x = 500 + 100 * Math.sin(lean);
        double y = 400 - 100 * Math.cos(lean);
        assertEquals(127.5, toInput.imageX(500, 400), 0.01);
        assertEquals(127.5, toInput.imageY(500, 400), 0.01);
        assertEquals(127.5, toInput.imageX((float) x, (float) y), 0.01);
        assertEquals(127.5 - 100 * 128 / 250.0, toInput.imageY((float) x, (float) y), 0.01);
    }

    @Test
    void shouldNotGrowByJointsThatAreGuessed() {
        assertEquals(2 * 200 * 1.25f / 256, crop.of(person(0, 900, 0.1f), 0).xx(), 1e-5);
        assertEquals(2 * 900 * 1.25f / 256, crop.of(person(0, 900, 0.9f), 0).xx(), 1e-5);
    }

    @Test
    void shouldStayUprightWhenTheTrunkIsSeenEndOn() {
        PersonBuffer people = person(1, 0, 0.9f);
        for (String side : new String[] {"left_", "right_"}) {
            put(people, side + "shoulder", 505, 400, 0.9f);
        }
        assertEquals(0, crop.of(people, 0).xy());
    }

    /**
     * Hips at (500, 400), shoulders 100 pixels from there, a box of 400 x 300 about the hips, and the left ankle so
     * many pixels below the hips.
     */
    private static PersonBuffer person(double lean, double ankle, float ankleConfidence) {
        PersonBuffer people = new PersonBuffer(1, COCO, SkeletonTopology.H36M_17);
        people.add(300, 250, 400, 300, 1);
        for (int side = -1; side <= 1; side += 2) {
            String name = side < 0 ? "right_" : "left_";
            put(people, name + "hip", 500 + side * 20, 400 - side * 7, 0.9f);
            put(people, name + "shoulder", 500 + 100 * Math.sin(lean) + side * 40, 400 - 100 * Math.cos(lean), 0.9f);
        }
        put(people, "left_ankle", 500, 400 + ankle, ankleConfidence);
        return people;
    }

    private static void put(PersonBuffer people, String joint, double x, double y, float confidence) {
        int i = 3 * COCO.indexOf(joint);
        people.joints2d()[i] = (float) x;
        people.joints2d()[i + 1] = (float) y;
        people.joints2d()[i + 2] = confidence;
    }
}
