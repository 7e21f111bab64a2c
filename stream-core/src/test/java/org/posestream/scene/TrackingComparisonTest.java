package org.posestream.scene;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.posestream.evaluate.ChainFigures;
import org.posestream.evaluate.FigureTable;

class TrackingComparisonTest {

    private static final int SEEDS = 3;
    /** The least IDF1, per cent: what was reached when this was written, less two. */
    private static final Map<Scenes.Kind, Double> LEAST_IDENTITY_F1 = Map.of(
            Scenes.Kind.CROSSING, 95.0, Scenes.Kind.OVERTAKING, 95.0, Scenes.Kind.BEHIND_SOMEBODY, 90.0,
            Scenes.Kind.COME_AND_GO, 80.0, Scenes.Kind.CLOSE_PAIR, 90.0, Scenes.Kind.MISSES_AND_GHOSTS, 85.0,
            Scenes.Kind.TEN_FRAMES_A_SECOND, 93.0);

    @ParameterizedTest
    @EnumSource(Scenes.Kind.class)
    void shouldKeepIdentitiesBetterThanBoxesAloneDo(Scenes.Kind kind) throws IOException {
        ChainFigures ours = TrackingComparison.figures(kind, SEEDS, TrackingComparison::ours);
        ChainFigures sort = TrackingComparison.figures(kind, SEEDS, BoxTracker::sort);

        assertTrue(value(ours, "identityF1Percent") > value(sort, "identityF1Percent"), "IDF1 " + ours + sort);
        assertTrue(value(ours, "idSwitches") <= value(sort, "idSwitches"), "switches " + ours + sort);
        assertTrue(value(ours, "identityF1Percent") >= LEAST_IDENTITY_F1.getOrDefault(kind, 0.0), "IDF1 " + ours);
    }

    @Test
    void shouldNeverExchangeTwoWhoCross() throws IOException {
        ChainFigures figures = TrackingComparison.figures(Scenes.Kind.CROSSING, 10, TrackingComparison::ours);

        assertTrue(value(figures, "idSwitches") == 0, figures.toString());
    }

    private static double value(ChainFigures figures, String key) {
        FigureTable.Row row = figures.row("");
        return row.values().get(ChainFigures.columns().stream().map(FigureTable.Column::key).toList().indexOf(key));
    }
}
