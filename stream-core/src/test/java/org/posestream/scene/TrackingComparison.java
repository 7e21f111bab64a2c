package org.posestream.scene;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.posestream.evaluate.ChainFigures;
import org.posestream.evaluate.ChainScore;
import org.posestream.evaluate.FigureTable;
import org.posestream.frame.PersonBuffer;
import org.posestream.pose.PoseFrame;
import org.posestream.pose.SkeletonTopology;
import org.posestream.render.MocapArchive;
import org.posestream.track.PersonTracker;

/**
 * Prints how well identities last, by scene: our tracker and trackers by boxes alone, all given the same people by the
 * same networks. Seeds are fixed. See {@code benchmarks/measure tracking}.
 */
public final class TrackingComparison {

    static final int CAPACITY = 16;

    private static final List<Integer> TOLD = List.of(figure("identityF1Percent"), figure("idSwitches"),
            figure("fragments"), figure("missedPercent"), figure("falsePercent"));
    private static final List<FigureTable.Column> COLUMNS = columns();

    private TrackingComparison() {
    }

    /** @param arguments how many seeds, and the motion archive for the captured scene if it is there */
    public static void main(String[] arguments) throws IOException {
        int seeds = Integer.parseInt(arguments[0]);
        List<FigureTable.Row> rows = new ArrayList<>();
        for (Scenes.Kind kind : Scenes.Kind.values()) {
            rows.add(row(kind.label(), tracker -> figures(kind, seeds, tracker)));
        }
        Path archive = Path.of(arguments.length > 1 ? arguments[1] : "none");
        if (Files.exists(archive)) {
            rows.add(row("captured pair", tracker -> captured(archive, seeds, tracker)));
        }
        rows.add(sum(rows));
        try (PrintWriter out = new PrintWriter(new FileOutputStream(FileDescriptor.out))) {
            out.print(new FigureTable("Identities over " + seeds + " seeds a scene", COLUMNS, rows).toText());
        }
    }

    /** What a tracker reaches in a scene. */
    private interface Trial {
        ChainFigures of(Supplier<Tracker> tracker) throws IOException;
    }

    private static FigureTable.Row row(String name, Trial trial) throws IOException {
        List<Double> values = new ArrayList<>();
        for (Supplier<Tracker> tracker : List.<Supplier<Tracker>>of(TrackingComparison::ours, BoxTracker::sort,
                BoxTracker::greedy)) {
            List<Double> all = trial.of(tracker).row("").values();
            TOLD.forEach(figure -> values.add(all.get(figure)));
        }
        return new FigureTable.Row(name, values);
    }

    /** Switches and fragments are added, shares averaged over the scenes. */
    private static FigureTable.Row sum(List<FigureTable.Row> rows) {
        List<Double> values = new ArrayList<>();
        for (int c = 0; c < COLUMNS.size(); c++) {
            int column = c;
            double sum = rows.stream().mapToDouble(row -> row.values().get(column)).sum();
            values.add(COLUMNS.get(c).decimals() == 0 ? sum : sum / rows.size());
        }
        return new FigureTable.Row("all", values);
    }

    private static List<FigureTable.Column> columns() {
        List<FigureTable.Column> columns = new ArrayList<>();
        for (String tracker : List.of("", "SORT ", "greedy ")) {
            for (int figure : TOLD) {
                FigureTable.Column column = ChainFigures.columns().get(figure);
                columns.add(new FigureTable.Column(tracker + column.key(), tracker + column.heading(),
                        column.decimals()));
            }
        }
        return columns;
    }

    private static int figure(String key) {
        List<String> keys = ChainFigures.columns().stream().map(FigureTable.Column::key).toList();
        return keys.indexOf(key);
    }

    static Tracker ours() {
        return new PersonTracker(SkeletonTopology.COCO_17, CAPACITY)::assign;
    }

    /** Over seeds 1 to {@code seeds}, together. */
    static ChainFigures figures(Scenes.Kind kind, int seeds, Supplier<Tracker> tracker) throws IOException {
        ChainFigures all = ChainFigures.NONE;
        for (int seed = 1; seed <= seeds; seed++) {
            all = all.plus(run(kind.scene(seed), new Clip(kind.framesPerSecond(), kind.errors(), seed), tracker.get()));
        }
        return all;
    }

    private static ChainFigures captured(Path archive, int seeds, Supplier<Tracker> tracker) throws IOException {
        ChainFigures all = ChainFigures.NONE;
        try (MocapArchive clips = new MocapArchive(archive)) {
            for (int seed = 1; seed <= seeds; seed++) {
                JointScene scene = Scenes.captured(clips.clip("cmu_daz/salsa/02"), 10 * seed,
                        clips.clip("cmu_daz/salsa/09"), 7 * seed, 0.6);
                Clip clip = new Clip(Scenes.FRAMES_PER_SECOND, NetworkErrors.USUAL, seed);
                all = all.plus(run(scene, clip, tracker.get()));
            }
        }
        return all;
    }

    /** How a scene is filmed and looked at. */
    record Clip(double framesPerSecond, NetworkErrors errors, long seed) {
    }

    /** The detector looks at every frame, and the tracker at what it and the 2D network find. */
    static ChainFigures run(JointScene scene, Clip clip, Tracker tracker) throws IOException {
        ChainScore score = new ChainScore(scene.truth(clip.framesPerSecond()));
        SimulatedNetworks networks = new SimulatedNetworks(scene, clip.errors(), clip.seed());
        PersonBuffer people = new PersonBuffer(CAPACITY, SkeletonTopology.COCO_17, SkeletonTopology.H36M_17);
        for (int t = 0; t < scene.frames().size(); t++) {
            long captureNanos = Math.round(t * 1e9 / clip.framesPerSecond());
            people.clear();
            networks.nextFrame();
            networks.detect(people);
            networks.estimate(people);
            tracker.assign(people, captureNanos);
            score.write(new PoseFrame("scene", t, captureNanos, scene.width(), scene.height(),
                    List.of(), people.toPoses()), null);
        }
        return score.figures();
    }
}
