package org.posestream.benchmarks;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.posestream.export.PartFile;

/** Columns of a {@link SampleTable} as curves, in panels below each other, each with an axis from zero. */
final class SeriesPlot {

    private static final int WIDTH = 1000;
    private static final int PANEL_HEIGHT = 190;
    private static final int LEFT = 70;
    private static final int RIGHT = 20;
    private static final int TOP = 34;
    private static final int BOTTOM = 26;
    private static final int TICKS = 5;
    private static final Color GRID = new Color(0xE0E0E0);
    private static final List<Color> COLORS = List.of(new Color(0x1F77B4), new Color(0xD95F02), new Color(0x2CA02C),
            new Color(0x9467BD));

    /**
     * Curves that share a vertical axis.
     *
     * @param title with the unit
     * @param columns names in the table, at most four
     */
    record Panel(String title, List<String> columns) {
        Panel(String title, String... columns) {
            this(title, List.of(columns));
        }
    }

    private final SampleTable table;
    private final String xColumn;
    private final double[] x;
    private final double lastX;

    /** @param table at least two rows; it is plotted over this column, from zero */
    SeriesPlot(SampleTable table, String xColumn) {
        this.table = table;
        this.xColumn = xColumn;
        x = table.column(xColumn);
        lastX = x[x.length - 1];
    }

    /** Writes a PNG, whole or not at all. */
    void write(Path file, List<Panel> panels) throws IOException {
        BufferedImage image = new BufferedImage(WIDTH, PANEL_HEIGHT * panels.size() + BOTTOM,
                BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D canvas = image.createGraphics();
        canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        canvas.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
        canvas.setColor(Color.WHITE);
        canvas.fillRect(0, 0, image.getWidth(), image.getHeight());
        for (Panel panel : panels) {
            paint(canvas, panel);
            canvas.translate(0, PANEL_HEIGHT);
        }
        canvas.setColor(Color.BLACK);
        canvas.drawString(xColumn, WIDTH / 2, BOTTOM / 2);
        canvas.dispose();
        PartFile target = new PartFile(file);
        ImageIO.write(image, "png", target.part().toFile());
        target.complete();
    }

    private void paint(Graphics2D canvas, Panel panel) {
        double top = roundUp(panel.columns().stream()
                .flatMapToDouble(column -> Arrays.stream(table.column(column))).max().orElse(1));
        paintGrid(canvas, top);
        canvas.setColor(Color.BLACK);
        canvas.drawString(panel.title(), LEFT, TOP - 12);
        int legend = LEFT + canvas.getFontMetrics().stringWidth(panel.title()) + 30;
        for (int i = 0; i < panel.columns().size(); i++) {
            String column = panel.columns().get(i);
            canvas.setColor(COLORS.get(i));
            canvas.drawString(column, legend, TOP - 12);
            legend += canvas.getFontMetrics().stringWidth(column) + 20;
            paintCurve(canvas, table.column(column), top);
        }
    }

    private void paintGrid(Graphics2D canvas, double top) {
        canvas.setStroke(new BasicStroke(1));
        for (int tick = 0; tick <= TICKS; tick++) {
            int y = (int) y(top * tick / TICKS, top);
            canvas.setColor(GRID);
            canvas.drawLine(LEFT, y, WIDTH - RIGHT, y);
            canvas.setColor(Color.DARK_GRAY);
            canvas.drawString(number(top * tick / TICKS), 8, y + 5);
        }
        double step = roundUp(lastX / TICKS);
        for (int tick = 0; tick * step <= lastX; tick++) {
            int across = (int) x(tick * step);
            canvas.setColor(GRID);
            canvas.drawLine(across, TOP, across, PANEL_HEIGHT - BOTTOM);
            canvas.setColor(Color.DARK_GRAY);
            canvas.drawString(number(tick * step), across - 10, PANEL_HEIGHT - 8);
        }
    }

    private void paintCurve(Graphics2D canvas, double[] y, double top) {
        Path2D curve = new Path2D.Double();
        curve.moveTo(x(x[0]), y(y[0], top));
        for (int i = 1; i < y.length; i++) {
            curve.lineTo(x(x[i]), y(y[i], top));
        }
        canvas.setStroke(new BasicStroke(1.6f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        canvas.draw(curve);
    }

    private double x(double value) {
        return LEFT + value / lastX * (WIDTH - LEFT - RIGHT);
    }

    private static double y(double value, double top) {
        return PANEL_HEIGHT - BOTTOM - value / top * (PANEL_HEIGHT - TOP - BOTTOM);
    }

    /** To 1, 2, 2.5 or 5 times a power of ten, so that a fifth of it is a short number. */
    static double roundUp(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(Math.max(value, 1e-6))));
        for (double step : new double[] {1, 2, 2.5, 5}) {
            if (value <= step * power * (1 + 1e-9)) {
                return step * power;
            }
        }
        return 10 * power;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value == Math.rint(value) ? "%.0f" : "%.2f", value);
    }
}
