package org.posestream.benchmarks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleTableTest {

    @TempDir
    private Path folder;

    /** By hand: slope 1, residuals 0, -1, 1, 1, -1, squares of x about their mean 10. */
    @Test
    void shouldFitALineByLeastSquares() {
        Trend trend = Trend.of(new double[] {1, 2, 3, 4, 5}, new double[] {3, 3, 6, 7, 6});
        assertEquals(1.0, trend.slope(), 1e-12);
        assertEquals(Math.sqrt(4.0 / 3 / 10), trend.standardError(), 1e-12);
        assertEquals("+60.000 +- 21.909", trend.per(60).toString());
    }

    @Test
    void shouldKeepColumnsAndLeaveTheWarmUpOutOfTrends() throws Exception {
        SampleTable table = new SampleTable("minutes", "threads");
        table.add(0, 100);
        table.add(1, 8);
        table.add(2, 10.5);
        assertArrayEquals(new double[] {100, 8, 10.5}, table.column("threads"));
        assertEquals(new Trend(2.5, 0), table.trend("threads", 0.5));
        assertEquals(new Trend(2.5, 0), table.trend("threads", 0.9), "two points at least");
        table.writeCsv(folder.resolve("a.csv"));
        assertEquals(List.of("minutes,threads", "0,100", "1,8", "2,10.500"),
                Files.readAllLines(folder.resolve("a.csv")));
        assertThrows(IllegalArgumentException.class, () -> table.add(1));
    }

    @Test
    void shouldPlotAPanelAColumn() throws Exception {
        SampleTable table = new SampleTable("minutes", "threads");
        table.add(0, 5);
        table.add(10, 10);
        new SeriesPlot(table, "minutes").write(folder.resolve("a.png"),
                List.of(new SeriesPlot.Panel("number", "threads"), new SeriesPlot.Panel("again", "threads")));
        BufferedImage image = ImageIO.read(folder.resolve("a.png").toFile());
        assertEquals(1000, image.getWidth());
        // The curve goes from the middle of the left edge to the upper right corner.
        assertTrue(isCurveNear(image, 71, 99));
        assertTrue(isCurveNear(image, 525, 66));
        assertTrue(isCurveNear(image, 979, 34));
        assertTrue(isCurveNear(image, 525, 190 + 66));
        assertFalse(isCurveNear(image, 525, 80));
    }

    /** Whether a pixel is blue. */
    private static boolean isCurveNear(BufferedImage image, int x, int y) {
        return IntStream.rangeClosed(y - 2, y + 2).map(row -> image.getRGB(x, row))
                .anyMatch(rgb -> (rgb & 255) - (rgb >> 16 & 255) > 80);
    }

    @Test
    void shouldEndAxesAtShortNumbers() {
        assertEquals(1000, SeriesPlot.roundUp(501), 1e-9);
        assertEquals(500, SeriesPlot.roundUp(500), 1e-9);
        assertEquals(250, SeriesPlot.roundUp(201), 1e-9);
        assertEquals(0.2, SeriesPlot.roundUp(0.11), 1e-9);
    }
}
