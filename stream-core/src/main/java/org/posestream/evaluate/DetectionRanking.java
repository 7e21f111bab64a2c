package org.posestream.evaluate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.posestream.pose.BoundingBox;

/**
 * The boxes that a detector found in many images, best first: which are right, and which people they found.
 *
 * <p>A box is right when it overlaps a person that no better box has found yet by an IoU of at least 0.5, each box
 * taking the person that it overlaps most. A box that is not right does not count when more than half of it lies in one
 * ignored region. This is the matching of PASCAL VOC (Everingham et al. 2010) with COCO's ignored regions.
 */
final class DetectionRanking {

    private static final float LEAST_IOU = 0.5f;
    private static final float IGNORED_SHARE = 0.5f;
    /** Candidates for the best threshold, in hundredths: finer ones would fit the images, not the detector. */
    private static final int THRESHOLD_STEP = 5;

    /**
     * A box that a detector found.
     *
     * @param box image pixels
     * @param score 0..1
     */
    record Found(BoundingBox box, float score) {
    }

    /** A box that counts, and whether it is right. */
    private record Judged(float score, boolean right) {
    }

    /** A person, how tall it is as a share of the image's height, and the score at which it was found; 0 if never. */
    private record Person(double height, float foundAt) {
    }

    private final List<Judged> judged = new ArrayList<>();
    private final List<Person> people = new ArrayList<>();

    /**
     * Adds an image.
     *
     * @param found what the detector found in it, best first
     * @param truth the people in it, and regions to be ignored
     * @param imageHeight pixels
     */
    void add(List<Found> found, List<CocoFile.Person> truth, int imageHeight) {
        List<BoundingBox> wanted = truth.stream().filter(p -> !p.ignored()).map(CocoFile.Person::box).toList();
        List<BoundingBox> ignored = truth.stream().filter(CocoFile.Person::ignored).map(CocoFile.Person::box).toList();
        float[] foundAt = new float[wanted.size()];
        for (Found candidate : found) {
            int person = bestFree(candidate.box(), wanted, foundAt);
            if (person >= 0) {
                foundAt[person] = candidate.score();
                judged.add(new Judged(candidate.score(), true));
            } else if (ignored.stream().noneMatch(region -> isIn(candidate.box(), region))) {
                judged.add(new Judged(candidate.score(), false));
            }
        }
        for (int i = 0; i < foundAt.length; i++) {
            people.add(new Person(wanted.get(i).height() / imageHeight, foundAt[i]));
        }
    }

    private static int bestFree(BoundingBox box, List<BoundingBox> wanted, float[] foundAt) {
        int best = -1;
        float most = LEAST_IOU;
        for (int i = 0; i < foundAt.length; i++) {
            float iou = foundAt[i] > 0 ? 0 : box.iou(wanted.get(i));
            if (iou >= most && (best < 0 || iou > most)) {
                best = i;
                most = iou;
            }
        }
        return best;
    }

    private static boolean isIn(BoundingBox box, BoundingBox region) {
        float width = Math.min(box.right(), region.right()) - Math.max(box.x(), region.x());
        float height = Math.min(box.bottom(), region.bottom()) - Math.max(box.y(), region.y());
        return width > 0 && height > 0 && width * height > IGNORED_SHARE * box.width() * box.height();
    }

    /**
     * AP50: area under the curve of precision over recall, at each recall the largest precision that is reached there
     * or beyond ("all points", Everingham et al. 2015); 0..1, NaN without people.
     */
    double averagePrecision() {
        List<Judged> ranked = judged.stream().sorted(Comparator.comparing(Judged::score).reversed()).toList();
        double[] precision = new double[ranked.size()];
        int right = 0;
        for (int i = 0; i < precision.length; i++) {
            right += ranked.get(i).right() ? 1 : 0;
            precision[i] = right / (i + 1.0);
        }
        double area = 0;
        double best = 0;
        for (int i = precision.length - 1; i >= 0; i--) {
            best = Math.max(best, precision[i]);
            area += ranked.get(i).right() ? best : 0;
        }
        return area / people.size();
    }

    /** Share of the boxes with at least this score that are right, 0..1; NaN where there are none. */
    double precision(float threshold) {
        long boxes = judged.stream().filter(box -> box.score() >= threshold).count();
        long right = judged.stream().filter(box -> box.score() >= threshold && box.right()).count();
        return (double) right / boxes;
    }

    /** Share of the people that boxes with at least this score found, 0..1; NaN where there are none. */
    double recall(float threshold) {
        return recall(threshold, 0, Double.MAX_VALUE);
    }

    /** The same of people whose height is a share of the image's in {@code least} (inclusive) .. {@code most}. */
    double recall(float threshold, double least, double most) {
        long found = people.stream().filter(person -> person.height() >= least && person.height() < most
                && person.foundAt() >= threshold).count();
        return (double) found / countOfHeight(least, most);
    }

    /** How many people have a height in {@code least} (inclusive) .. {@code most} of the image's. */
    long countOfHeight(double least, double most) {
        return people.stream().filter(person -> person.height() >= least && person.height() < most).count();
    }

    /**
     * The threshold, in steps of 0.05, with the largest F0.5 of precision and recall, the lowest of them if several: a
     * wrong box costs more than a person found late, because tracks keep people between detections.
     */
    float bestThreshold() {
        float best = Float.NaN;
        double most = -1;
        for (int hundredths = THRESHOLD_STEP; hundredths < 100; hundredths += THRESHOLD_STEP) {
            double precision = precision(hundredths / 100f);
            double recall = recall(hundredths / 100f);
            double score = 1.25 * precision * recall / (0.25 * precision + recall);
            if (score > most) {
                most = score;
                best = hundredths / 100f;
            }
        }
        return best;
    }
}
