package org.posestream.evaluate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.posestream.detect.DetectionDecoder;
import org.posestream.detect.OnnxPersonDetector;
import org.posestream.evaluate.FigureTable.Column;
import org.posestream.evaluate.FigureTable.Row;
import org.posestream.frame.FrameBuffer;
import org.posestream.frame.FrameSlot;
import org.posestream.frame.PersonBuffer;
import org.posestream.inference.OnnxModel;
import org.posestream.metrics.Machine;
import org.posestream.pose.SkeletonTopology;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measures person detectors on whole images whose people are known. */
public final class DetectorEvaluation {

    private static final Logger log = LoggerFactory.getLogger(DetectorEvaluation.class);

    /** Boxes below this are not worth ranking: they are noise, and thousands. */
    private static final double LOWEST_SCORE = 0.02;
    private static final int MOST_BOXES = 1000;
    /** Edges of the groups of people, as shares of the image's height; nobody is taller than 1. */
    private static final double[] HEIGHTS = {0, 0.15, 0.25, 0.5, 1.01};
    private static final List<String> HEIGHT_NAMES = List.of("below 15 %", "15-25 %", "25-50 %", "50-100 %");
    private static final List<Column> FIGURES = List.of(new Column("ap50", "AP50", 4),
            new Column("threshold", "threshold", 2), new Column("recall", "recall", 4),
            new Column("precision", "precision", 4), new Column("bestThreshold", "best", 2),
            new Column("bestRecall", "recall", 4), new Column("bestPrecision", "precision", 4));
    private static final List<Column> RECALLS = List.of(new Column("recallBelow15", HEIGHT_NAMES.get(0), 4),
            new Column("recall15To25", HEIGHT_NAMES.get(1), 4), new Column("recall25To50", HEIGHT_NAMES.get(2), 4),
            new Column("recall50To100", HEIGHT_NAMES.get(3), 4));

    private final List<CocoFile.Image> images;

    private DetectorEvaluation(List<CocoFile.Image> images) {
        this.images = images;
    }

    /**
     * On annotated images.
     *
     * @param annotations COCO's JSON
     * @param folder where the names of the images begin; null for the folder of the annotations
     * @param limit images at most, the first ones
     * @throws IOException in one line, when a file is not there or is not of COCO's form
     */
    public static DetectorEvaluation on(Path annotations, Path folder, int limit) throws IOException {
        List<CocoFile.Image> images = CocoFile.read(annotations, folder).images();
        if (images.isEmpty()) {
            throw new IOException("'" + annotations + "' has no images; give annotations of some");
        }
        return new DetectorEvaluation(images.subList(0, Math.min(limit, images.size())));
    }

    /**
     * Runs the networks one after the other.
     *
     * @throws IOException in one line, when an image cannot be read
     */
    public EvaluationReport measure(List<NetworkUnderTest> networks) throws IOException {
        List<Column> columns = new ArrayList<>(FIGURES);
        columns.addAll(NetworkUnderTest.COSTS);
        List<Row> figures = new ArrayList<>();
        List<Row> recalls = new ArrayList<>();
        Map<String, Object> facts = new LinkedHashMap<>();
        for (NetworkUnderTest network : networks) {
            log.info("measuring {} on {} images", network.label(), images.size());
            OnnxModel model = NetworkUnderTest.open(network.spec().withOption("scoreThreshold", LOWEST_SCORE));
            try (OnnxPersonDetector detector = new OnnxPersonDetector(model)) {
                DetectionRanking ranking = rank(detector);
                float threshold = DetectionDecoder.scoreThreshold(network.spec());
                figures.add(new Row(network.label(), figures(ranking, threshold, network, model)));
                recalls.add(new Row(network.label(), recalls(ranking, threshold)));
                facts = facts(ranking);
            }
        }
        return new EvaluationReport("detector", List.of(
                new FigureTable("People in images, IoU 0.5, at the card's threshold and at the one with the best F0.5",
                        columns, figures),
                new FigureTable("Recall at the card's threshold by the person's share of the image's height", RECALLS,
                        recalls)), facts, Machine.here());
    }

    private DetectionRanking rank(OnnxPersonDetector detector) throws IOException {
        DetectionRanking ranking = new DetectionRanking();
        StillImage files = new StillImage(detector.inputBytes());
        FrameSlot[] slot = {new FrameSlot(new PersonBuffer(MOST_BOXES, SkeletonTopology.COCO_17,
                SkeletonTopology.H36M_17))};
        for (CocoFile.Image image : images) {
            FrameBuffer pixels = files.load(image.file());
            slot[0].load("", 0, 0, 0, pixels);
            detector.prepare(pixels);
            detector.detect(slot, 1);
            ranking.add(found(slot[0].people()), image.people(), pixels.height());
        }
        return ranking;
    }

    private static List<DetectionRanking.Found> found(PersonBuffer people) {
        List<DetectionRanking.Found> found = new ArrayList<>();
        for (int i = 0; i < people.count(); i++) {
            found.add(new DetectionRanking.Found(people.box(i), people.scores()[i]));
        }
        return found;
    }

    private static List<Double> figures(DetectionRanking ranking, float threshold, NetworkUnderTest network,
            OnnxModel model) {
        float best = ranking.bestThreshold();
        List<Double> values = new ArrayList<>(List.of(ranking.averagePrecision(), (double) threshold,
                ranking.recall(threshold), ranking.precision(threshold), (double) best, ranking.recall(best),
                ranking.precision(best)));
        values.addAll(network.costs(CallTime.medianMillis(model)));
        return values;
    }

    private static List<Double> recalls(DetectionRanking ranking, float threshold) {
        List<Double> recalls = new ArrayList<>();
        for (int i = 0; i < RECALLS.size(); i++) {
            recalls.add(ranking.recall(threshold, HEIGHTS[i], HEIGHTS[i + 1]));
        }
        return recalls;
    }

    private Map<String, Object> facts(DetectionRanking ranking) {
        Map<String, Object> facts = new LinkedHashMap<>();
        Map<String, Long> byHeight = new LinkedHashMap<>();
        for (int i = 0; i < RECALLS.size(); i++) {
            byHeight.put(HEIGHT_NAMES.get(i), ranking.countOfHeight(HEIGHTS[i], HEIGHTS[i + 1]));
        }
        facts.put("images", images.size());
        facts.put("people", ranking.countOfHeight(0, Double.MAX_VALUE));
        facts.put("peopleByHeight", byHeight);
        return facts;
    }
}
