package org.posestream.evaluate;

import static org.posestream.frame.PersonBuffer.STRIDE_3D;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.posestream.evaluate.FigureTable.Column;
import org.posestream.evaluate.FigureTable.Row;
import org.posestream.frame.ColorMatrix;
import org.posestream.frame.FrameBuffer;
import org.posestream.frame.FrameSlot;
import org.posestream.frame.PersonBatch;
import org.posestream.frame.PersonBuffer;
import org.posestream.inference.ModelException;
import org.posestream.inference.OnnxModel;
import org.posestream.lift.PoseLifter;
import org.posestream.metrics.Machine;
import org.posestream.pose.SkeletonTopology;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures lifters on motion capture that random cameras see: each view frame after frame under one identity, as in a
 * video that begins with it, so that a lifter may use what came before. Its first frames count like all others.
 */
public final class LifterEvaluation {

    private static final Logger log = LoggerFactory.getLogger(LifterEvaluation.class);

    static final long SEED = 20_261_128;
    private static final String MEAN_POSE = "mean pose";
    private static final List<Column> FIGURES = List.of(new Column("mpjpeMillimetres", "MPJPE mm", 1),
            new Column("limbsMillimetres", "limbs mm", 1), new Column("normalisedMpjpeMillimetres", "N-MPJPE mm", 1),
            new Column("procrustesMpjpeMillimetres", "PA-MPJPE mm", 1),
            new Column("accelerationErrorMillimetresPerSquareFrame", "accel mm/frame2", 2),
            new Column("accelerationErrorMillimetresPerSquareSecond", "accel mm/s2", 0));

    private final List<MotionView> views = new ArrayList<>();
    private final Map<String, Object> facts = new LinkedHashMap<>();

    private LifterEvaluation(List<MotionClip> clips, String data) {
        clips.forEach(clip -> views.addAll(MotionView.of(clip, SEED)));
        facts.put("data", data);
        facts.put("clips", clips.size());
        facts.put("views", views.size());
        facts.put("frames", views.stream().mapToInt(view -> view.image().length).sum());
    }

    /**
     * On clips of motion.
     *
     * @param archive a {@code .npz} of arrays (F, 17, 3), one a clip: metres, y up, Human3.6M-17, 30 frames/s
     * @param split null for the default: of the archive that the recipes train on the validation part, else all
     * @param limit clips at most, the first ones
     * @throws IOException in one line, when the archive is not there or an array is no such motion
     */
    public static LifterEvaluation on(Path archive, DataSplit split, int limit) throws IOException {
        DataSplit part = split == null ? MotionFile.defaultSplit(archive) : split;
        List<MotionClip> clips = MotionFile.read(archive, part);
        return new LifterEvaluation(clips.subList(0, Math.min(limit, clips.size())),
                archive.getFileName() + ", " + part.name().toLowerCase(Locale.ROOT));
    }

    /**
     * Runs the networks one after the other.
     *
     * @param withNoise whether also from joints with the errors of a 2D network, see docs/6-evaluation.md
     */
    public EvaluationReport measure(List<NetworkUnderTest> networks, boolean withNoise) {
        List<FigureTable> tables = new ArrayList<>(tables("exact 2D joints", networks, false));
        if (withNoise) {
            tables.addAll(tables("2D joints with the errors of a network", networks, true));
        }
        return new EvaluationReport("lifter", tables, facts, Machine.here());
    }

    private List<FigureTable> tables(String input, List<NetworkUnderTest> networks, boolean noisy) {
        List<Row> figures = new ArrayList<>();
        List<Row> sources = new ArrayList<>();
        List<Row> alignedSources = new ArrayList<>();
        Map<String, LifterScore> scores = new LinkedHashMap<>();
        for (NetworkUnderTest network : networks) {
            log.info("measuring {} with {} on {} views", network.label(), input, views.size());
            OnnxModel model = NetworkUnderTest.open(network.spec());
            try (PoseLifter lifter = lifter(model)) {
                LifterScore score = score(lifter, noisy);
                scores.put(network.label(), score);
                figures.add(row(network.label(), score, network.costs(CallTime.medianMillis(model))));
            }
        }
        LifterScore mean = meanPose();
        scores.put(MEAN_POSE, mean);
        figures.add(row(MEAN_POSE, mean, List.of(Double.NaN, Double.NaN, Double.NaN)));
        scores.forEach((name, score) -> sources.add(new Row(name, values(score.bySource()))));
        scores.forEach((name, score) -> alignedSources.add(new Row(name, values(score.alignedBySource()))));
        List<Column> columns = new ArrayList<>(FIGURES);
        columns.addAll(NetworkUnderTest.COSTS);
        List<Column> names = mean.bySource().keySet().stream().map(name -> new Column(name, name, 1)).toList();
        return List.of(new FigureTable("3D joints from " + input, columns, figures),
                new FigureTable("MPJPE mm by source, from " + input, names, sources),
                new FigureTable("PA-MPJPE mm by source, from " + input, names, alignedSources));
    }

    private static PoseLifter lifter(OnnxModel model) {
        PoseLifter lifter = PoseLifter.of(model, SkeletonTopology.COCO_17, 1);
        if (lifter.topology3d() != SkeletonTopology.H36M_17) {
            lifter.close();
            throw new ModelException(model.spec().name() + " must give joints of " + SkeletonTopology.H36M_17
                    + " to be measured, but gives " + lifter.topology3d() + "; name another lifter");
        }
        return lifter;
    }

    private static Row row(String name, LifterScore score, List<Double> costs) {
        double perSquaredFrame = LifterScore.FRAME_SECONDS * LifterScore.FRAME_SECONDS;
        List<Double> values = new ArrayList<>(List.of(score.mpjpeMillimetres(), score.limbsMillimetres(),
                score.normalisedMillimetres(), score.procrustesMillimetres(),
                score.accelerationMillimetres() * perSquaredFrame, score.accelerationMillimetres()));
        values.addAll(costs);
        return new Row(name, values);
    }

    private static List<Double> values(Map<String, Mean> means) {
        return means.values().stream().map(Mean::value).toList();
    }

    /** Shows every view to the lifter, frame after frame. */
    LifterScore score(PoseLifter lifter, boolean noisy) {
        LifterScore score = new LifterScore();
        FrameBuffer pixels = new FrameBuffer(0);
        pixels.resize(MotionView.IMAGE_WIDTH, MotionView.IMAGE_HEIGHT, ColorMatrix.BT601_LIMITED);
        FrameSlot slot = new FrameSlot(new PersonBuffer(1, SkeletonTopology.COCO_17, SkeletonTopology.H36M_17));
        PersonBatch batch = new PersonBatch(1);
        batch.add(slot, 0);
        long sequence = 0;
        for (int i = 0; i < views.size(); i++) {
            MotionView view = views.get(i);
            float[][] image = noisy ? JointNoise.on(view.image(), Randoms.of("noise " + SEED + " " + view.name()))
                    : view.image();
            double[][][] found = new double[image.length][][];
            for (int f = 0; f < found.length; f++, sequence++) {
                slot.load("", 0, sequence, Math.round(sequence * LifterScore.FRAME_SECONDS * 1e9), pixels);
                put(image[f], slot.people(), i + 1);
                lifter.lift(batch);
                found[f] = joints(slot.people());
            }
            score.add(view.source(), found, view.truth());
        }
        return score;
    }

    private static void put(float[] joints, PersonBuffer people, long id) {
        people.add(0, 0, MotionView.IMAGE_WIDTH, MotionView.IMAGE_HEIGHT, 1);
        people.ids()[0] = id;
        System.arraycopy(joints, 0, people.joints2d(), 0, joints.length);
    }

    private static double[][] joints(PersonBuffer people) {
        double[][] joints = new double[people.topology3d().jointCount()][3];
        for (int k = 0; k < joints.length; k++) {
            for (int d = 0; d < 3; d++) {
                joints[k][d] = people.joints3d()[k * STRIDE_3D + d];
            }
        }
        return joints;
    }

    /** The best that can be said without looking: the mean of the truth itself, the same for every frame. */
    private LifterScore meanPose() {
        double[][] mean = new double[MotionClip.JOINTS][3];
        long frames = views.stream().mapToLong(view -> view.truth().length).sum();
        for (MotionView view : views) {
            for (double[][] pose : view.truth()) {
                for (int k = 0; k < mean.length; k++) {
                    for (int d = 0; d < 3; d++) {
                        mean[k][d] += pose[k][d] / frames;
                    }
                }
            }
        }
        LifterScore score = new LifterScore();
        for (MotionView view : views) {
            double[][][] constant = new double[view.truth().length][][];
            Arrays.fill(constant, mean);
            score.add(view.source(), constant, view.truth());
        }
        return score;
    }
}
