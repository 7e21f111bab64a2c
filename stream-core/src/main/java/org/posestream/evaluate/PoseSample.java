package org.posestream.evaluate;

import static java.util.Objects.requireNonNull;

import org.posestream.pose.BoundingBox;
import org.posestream.pose.SkeletonTopology;

/**
 * A person in an image whose joints are known.
 *
 * @param image the file
 * @param box round the person, image pixels; may reach beyond the image
 * @param area of the person, square pixels; 0 where unknown
 * @param truth COCO-17 x (x, y, trust 0..1), image pixels; joints with a trust below {@value #KNOWN} are unknown
 */
record PoseSample(ImageFile image, BoundingBox box, float area, float[] truth) {

    /** The least trust in a joint for it to be taken for the truth. */
    static final float KNOWN = 0.5f;

    /** Share of the box that is the person, on average over COCO's masks; in place of an unknown area. */
    private static final float AREA_OF_BOX = 0.53f;

    static final int VALUES = 3 * SkeletonTopology.COCO_17.jointCount();

    PoseSample {
        requireNonNull(image, "image is null");
        requireNonNull(box, "box is null");
        if (truth.length != VALUES) {
            throw new IllegalArgumentException("truth must have " + VALUES + " values, but has " + truth.length);
        }
    }

    boolean isKnown(int joint) {
        return truth[3 * joint + 2] >= KNOWN;
    }

    /** The person in an image of this size: the box ends at the border, and an area is there. */
    PoseSample within(int width, int height) {
        BoundingBox cut = BoundingBox.ofCorners(Math.max(0, box.x()), Math.max(0, box.y()),
                Math.min(width, box.right()), Math.min(height, box.bottom()));
        return new PoseSample(image, cut, area > 0 ? area : AREA_OF_BOX * cut.width() * cut.height(), truth);
    }
}
