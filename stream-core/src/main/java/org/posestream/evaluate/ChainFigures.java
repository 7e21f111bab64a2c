package org.posestream.evaluate;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What the whole chain reached on clips whose truth is known.
 *
 * @param frames of the clips
 * @param detectorRuns on how many of them the detector ran; known to who runs the pipeline
 * @param identities who was found
 * @param poses how well
 */
public record ChainFigures(long frames, long detectorRuns, IdentityFigures identities, PoseFigures poses) {

    /** Nothing yet. */
    public static final ChainFigures NONE = new ChainFigures(0, 0, IdentityFigures.NONE, PoseFigures.NONE);

    private static final double PERCENT = 100;
    private static final double MILLIMETRES = 1000;

    private static final List<Figure> FIGURES = List.of(
            new Figure(new FigureTable.Column("frames", "frames", 0), ChainFigures::frames),
            new Figure(new FigureTable.Column("pckPercent", "PCK@0.2 %", 1), f -> f.poses.pck().value() * PERCENT),
            new Figure(new FigureTable.Column("swapPercent", "swaps %", 1), f -> f.poses.swaps().value() * PERCENT),
            new Figure(new FigureTable.Column("mpjpeMillimetres", "MPJPE mm", 1),
                    f -> f.poses.mpjpe().value() * MILLIMETRES),
            new Figure(new FigureTable.Column("normalisedMpjpeMillimetres", "N-MPJPE mm", 1),
                    f -> f.poses.normalisedMpjpe().value() * MILLIMETRES),
            new Figure(new FigureTable.Column("procrustesMpjpeMillimetres", "PA-MPJPE mm", 1),
                    f -> f.poses.procrustesMpjpe().value() * MILLIMETRES),
            new Figure(new FigureTable.Column("accelerationMillimetresPerSquaredFrame", "accel mm/frame2", 2),
                    f -> f.poses.acceleration().value() * MILLIMETRES),
            new Figure(new FigureTable.Column("missedPercent", "missed %", 1),
                    f -> f.identities.missedShare() * PERCENT),
            new Figure(new FigureTable.Column("falsePercent", "false %", 1),
                    f -> f.identities.falseShare() * PERCENT),
            new Figure(new FigureTable.Column("idSwitches", "switches", 0), f -> f.identities.switches()),
            new Figure(new FigureTable.Column("fragments", "fragments", 0), f -> f.identities.fragments()),
            new Figure(new FigureTable.Column("identityRecallPercent", "id recall %", 1),
                    f -> f.identities.identityRecall() * PERCENT),
            new Figure(new FigureTable.Column("identityF1Percent", "IDF1 %", 1),
                    f -> f.identities.identityF1() * PERCENT),
            new Figure(new FigureTable.Column("detectorPercent", "detector %", 1),
                    f -> (double) f.detectorRuns / f.frames * PERCENT));

    /** A column and where its value comes from. */
    private record Figure(FigureTable.Column column, ToDoubleFunction<ChainFigures> value) {
    }

    /** The columns of {@link #row}. */
    public static List<FigureTable.Column> columns() {
        return FIGURES.stream().map(Figure::column).toList();
    }

    /** The figures under a name; NaN where there was nothing to measure. */
    public FigureTable.Row row(String name) {
        return new FigureTable.Row(name,
                FIGURES.stream().map(figure -> figure.value().applyAsDouble(this)).toList());
    }

    /** The same, and how often the detector ran for it. */
    public ChainFigures withDetectorRuns(long runs) {
        return new ChainFigures(frames, runs, identities, poses);
    }

    /** Both together. */
    public ChainFigures plus(ChainFigures other) {
        return new ChainFigures(frames + other.frames, detectorRuns + other.detectorRuns,
                identities.plus(other.identities), poses.plus(other.poses));
    }
}
