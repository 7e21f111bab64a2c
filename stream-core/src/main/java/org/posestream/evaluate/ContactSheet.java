package org.posestream.evaluate;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.posestream.export.PartFile;
import org.posestream.export.PoseWriter;
import org.posestream.frame.FrameBuffer;
import org.posestream.pose.PoseFrame;

/** Frames with what was found in them, side by side in one picture, numbered; see {@link SheetPainter}. */
public final class ContactSheet {

    /** Pictures in a row; eight are 2560 pixels. */
    private static final int COLUMNS = 8;
    /** From one chosen frame to the next where it is not known how many there are. */
    private static final int BLIND_STEP = 30;

    private final SheetPainter painter = new SheetPainter();
    private final List<BufferedImage> cells = new ArrayList<>();
    private final List<String> legend = new ArrayList<>();

    /**
     * What takes the frames of one source, and keeps some from all over it.
     *
     * @param name of the source in the legend
     * @param frameCount frames in all; 0 when unknown
     * @param count how many of them at most
     */
    public PoseWriter writer(String name, long frameCount, int count) {
        return new Choice(name, frameCount > 0 ? Math.max(1, frameCount / count) : BLIND_STEP, frameCount > 0, count);
    }

    /** A line a picture: its number, the source, the frame and everybody's id and score. */
    public List<String> legend() {
        return List.copyOf(legend);
    }

    /**
     * Writes the sheet as PNG, whole or not at all.
     *
     * @throws IOException in one line, when there are no pictures or the file cannot be written
     */
    public void write(Path file) throws IOException {
        if (cells.isEmpty()) {
            throw new IOException("there is no picture for the sheet; give images or videos that can be read");
        }
        PartFile target = new PartFile(file);
        try {
            ImageIO.write(sheet(), "png", target.part().toFile());
        } catch (IOException e) {
            throw target.cannotWrite(e);
        }
        target.complete();
    }

    private BufferedImage sheet() {
        int columns = Math.min(COLUMNS, cells.size());
        int rows = (cells.size() + columns - 1) / columns;
        BufferedImage sheet = new BufferedImage(columns * SheetPainter.SIDE, rows * SheetPainter.SIDE,
                BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D canvas = sheet.createGraphics();
        for (int i = 0; i < cells.size(); i++) {
            canvas.drawImage(cells.get(i), i % columns * SheetPainter.SIDE, i / columns * SheetPainter.SIDE, null);
        }
        canvas.dispose();
        return sheet;
    }

    private void add(String name, PoseFrame frame, FrameBuffer pixels) {
        int number = cells.size() + 1;
        cells.add(painter.paint(number, frame, pixels));
        String people = frame.people().stream().map(person ->
                String.format(Locale.ROOT, "%d (%.2f)", person.id(), person.score())).collect(Collectors.joining(", "));
        legend.add(number + ": " + name + ", frame " + frame.sequence() + ": "
                + (people.isEmpty() ? "nobody" : people));
    }

    /** Keeps every so many-th frame. */
    private final class Choice implements PoseWriter {
        private final String name;
        private final long step;
        private final int count;
        private long next;
        private int kept;

        Choice(String name, long step, boolean inTheMiddle, int count) {
            this.name = name;
            this.step = step;
            this.count = count;
            next = inTheMiddle ? step / 2 : 0;
        }

        @Override
        public void write(PoseFrame frame, FrameBuffer pixels) {
            if (frame.sequence() >= next && kept < count) {
                add(name, frame, pixels);
                next += step;
                kept++;
            }
        }

        @Override
        public void finish() {
            // the sheet is written when all sources are through
        }

        @Override
        public void close() {
            // nothing to free
        }
    }
}
