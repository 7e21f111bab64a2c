package org.posestream.evaluate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.posestream.estimate.TopDownPoseEstimator;
import org.posestream.evaluate.FigureTable.Column;
import org.posestream.evaluate.FigureTable.Row;
import org.posestream.frame.FrameBuffer;
import org.posestream.frame.FrameSlot;
import org.posestream.frame.PersonBatch;
import org.posestream.frame.PersonBuffer;
import org.posestream.inference.ImageInput;
import org.posestream.inference.OnnxModel;
import org.posestream.metrics.Machine;
import org.posestream.pose.SkeletonTopology;
import org.posestream.pose.TopologyMapping;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures 2D networks on people whose boxes are given. A network whose crop is turned by the joints of the frame
 * before runs twice on each person, the second time with its own first result, as in a video that stands still.
 */
public final class Pose2dEvaluation {

    private static final Logger log = LoggerFactory.getLogger(Pose2dEvaluation.class);

    private static final List<Column> FIGURES = List.of(new Column("pck", "PCK@0.2", 4), new Column("oks", "OKS", 4),
            new Column("swapRate", "swaps", 4));

    private final List<PoseSample> samples;
    private final Map<String, Object> facts = new LinkedHashMap<>();

    private Pose2dEvaluation(String data, List<PoseSample> all, int limit) {
        samples = all.subList(0, Math.min(limit, all.size()));
        facts.put("data", data);
        facts.put("images", samples.stream().map(PoseSample::image).distinct().count());
        facts.put("people", samples.size());
    }

    /**
     * On Leeds Sports Pose Extended.
     *
     * @param data the folder that holds {@code lspet}
     * @param limit people at most, the first ones
     * @throws IOException in one line, when the data are not as described in docs/6-evaluation.md
     */
    public static Pose2dEvaluation onLspet(Path data, DataSplit split, int limit) throws IOException {
        return new Pose2dEvaluation("lspet, " + split.name().toLowerCase(Locale.ROOT), LspetSet.read(data, split),
                limit);
    }

    /**
     * On people whose joints are annotated in COCO's form; others in it do not count.
     *
     * @param annotations COCO's JSON
     * @param folder where the names of the images begin; null for the folder of the annotations
     * @param limit people at most, the first ones
     * @throws IOException in one line, when a file is not there, is not of COCO's form or has no joints
     */
    public static Pose2dEvaluation onCoco(Path annotations, Path folder, int limit) throws IOException {
        List<PoseSample> samples = new ArrayList<>();
        for (CocoFile.Image image : CocoFile.read(annotations, folder).images()) {
            for (CocoFile.Person person : image.people()) {
                if (person.joints() != null && !person.ignored()) {
                    samples.add(new PoseSample(image.file(), person.box(), person.area(), person.joints()));
                }
            }
        }
        if (samples.isEmpty()) {
            throw new IOException("'" + annotations + "' has nobody with keypoints; give annotations of"
                    + " person_keypoints");
        }
        return new Pose2dEvaluation(annotations.getFileName().toString(), samples, limit);
    }

    /**
     * Runs the networks one after the other.
     *
     * @throws IOException in one line, when an image cannot be read
     */
    public EvaluationReport measure(List<NetworkUnderTest> networks) throws IOException {
        List<Column> columns = new ArrayList<>(FIGURES);
        columns.addAll(NetworkUnderTest.COSTS);
        List<Row> rows = new ArrayList<>();
        for (NetworkUnderTest network : networks) {
            log.info("measuring {} on {} people", network.label(), samples.size());
            rows.add(measure(network));
        }
        return new EvaluationReport("pose2d", List.of(new FigureTable("2D joints in given boxes", columns, rows)),
                facts, Machine.here());
    }

    private Row measure(NetworkUnderTest network) throws IOException {
        OnnxModel model = NetworkUnderTest.open(network.spec());
        try (TopDownPoseEstimator estimator = new TopDownPoseEstimator(model)) {
            Pose2dScore score = score(estimator, model.spec().image().fit() == ImageInput.Fit.CROP_UPRIGHT);
            List<Double> values = new ArrayList<>(List.of(score.pck(), score.oks(), score.swapRate()));
            values.addAll(network.costs(CallTime.medianMillis(model)));
            return new Row(network.label(), values);
        }
    }

    private Pose2dScore score(TopDownPoseEstimator estimator, boolean again) throws IOException {
        Pose2dScore score = new Pose2dScore();
        StillImage images = new StillImage(0);
        PersonBuffer people = new PersonBuffer(1, estimator.topology2d(),
                estimator.topology3d().orElse(SkeletonTopology.H36M_17));
        FrameSlot slot = new FrameSlot(people);
        PersonBatch batch = new PersonBatch(1);
        batch.add(slot, 0);
        for (PoseSample sample : samples) {
            FrameBuffer pixels = images.load(sample.image());
            PoseSample person = sample.within(pixels.width(), pixels.height());
            slot.load("", 0, 0, 0, pixels);
            people.add(person.box().x(), person.box().y(), person.box().width(), person.box().height(), 1);
            estimator.estimate(batch);
            if (again) {
                people.predictJoints(0, people.joints2d().clone(), 0, 0, 0);
                estimator.estimate(batch);
            }
            score.add(coco(people), person);
        }
        return score;
    }

    /** COCO-17 x (x, y, confidence), image pixels. */
    private static float[] coco(PersonBuffer people) {
        float[] joints = new float[PoseSample.VALUES];
        TopologyMapping.between(people.topology2d(), SkeletonTopology.COCO_17).map(people.joints2d(), 0, 2, joints, 0);
        return joints;
    }
}
