package org.posestream.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posestream.export.PoseWriter;
import org.posestream.frame.ColorMatrix;
import org.posestream.frame.FrameBuffer;
import org.posestream.pose.BoundingBox;
import org.posestream.pose.Keypoint2D;
import org.posestream.pose.PersonPose;
import org.posestream.pose.PoseFrame;
import org.posestream.pose.SkeletonTopology;

/** Frames of 640 x 320 pixels: in the cell half as large, below a grey band of 80 rows. */
class ContactSheetTest {

    private static final int LEFT = 0xFF8A00;
    private static final int RIGHT = 0x19A7FF;

    @TempDir
    private Path folder;

    private final ContactSheet sheet = new ContactSheet();
    private final FrameBuffer pixels = new FrameBuffer(0);

    @Test
    void shouldPaintSidesInColoursOfTheirOwn() throws IOException {
        add(sheet.writer("walk.mp4", 1, 1), 1, List.of(person(1)));

        BufferedImage picture = written();
        assertEquals(0x202020, rgb(picture, 160, 40));
        assertEquals(0x808080, rgb(picture, 160, 160));
        assertEquals(LEFT, rgb(picture, 50, 155));
        assertEquals(RIGHT, rgb(picture, 100, 155));
        assertEquals(0x808080, rgb(picture, 75, 155));
    }

    @Test
    void shouldPaintGuessesFaintAndLeaveTheUnknownOut() throws IOException {
        add(sheet.writer("a", 1, 1), 1, List.of(person(0.2f)));
        add(sheet.writer("b", 1, 1), 1, List.of(person(0.05f)));

        BufferedImage picture = written();
        int faint = rgb(picture, 50, 155);
        assertEquals(0x808080, rgb(picture, 320 + 50, 155));
        assertEquals(true, (faint >> 16) > 0x80 && (faint & 255) < 0x80 && faint != LEFT, Integer.toHexString(faint));
    }

    @Test
    void shouldNumberThePicturesAndTellWhatTheyAre() throws IOException {
        add(sheet.writer("walk.mp4", 1, 1), 1, List.of(person(1)));
        add(sheet.writer("empty.png", 1, 1), 1, List.of());

        assertEquals(List.of("1: walk.mp4, frame 0: 3 (0.88)", "2: empty.png, frame 0: nobody"), sheet.legend());
        BufferedImage picture = written();
        // the digit 1 begins with a dot in the middle, two pixels wide, on black
        assertEquals(0, rgb(picture, 0, 0));
        assertEquals(0xFFFFFF, rgb(picture, 4, 2));
        assertEquals(0, rgb(picture, 2, 2));
    }

    @Test
    void shouldKeepFramesFromAllOverASource() {
        add(sheet.writer("known", 10, 3), 10, List.of());
        add(sheet.writer("short", 2, 3), 2, List.of());
        add(sheet.writer("unknown", 0, 3), 100, List.of());

        assertEquals(List.of("1: known, frame 1: nobody", "2: known, frame 4: nobody", "3: known, frame 7: nobody",
                "4: short, frame 0: nobody", "5: short, frame 1: nobody", "6: unknown, frame 0: nobody",
                "7: unknown, frame 30: nobody", "8: unknown, frame 60: nobody"), sheet.legend());
    }

    @Test
    void shouldPutEightInARow() throws IOException {
        add(sheet.writer("walk.mp4", 9, 9), 9, List.of());

        BufferedImage picture = written();
        assertEquals(8 * 320, picture.getWidth());
        assertEquals(2 * 320, picture.getHeight());
    }

    @Test
    void shouldRefuseAnEmptySheet() {
        assertEquals("there is no picture for the sheet; give images or videos that can be read",
                assertThrows(IOException.class, () -> sheet.write(folder.resolve("sheet.png"))).getMessage());
    }

    private void add(PoseWriter writer, int frames, List<PersonPose> people) {
        pixels.resize(640, 320, ColorMatrix.BT601_LIMITED);
        for (int i = 0; i < pixels.pixels().capacity(); i++) {
            pixels.pixels().put(i, (byte) (i < 640 * 320 ? 126 : 128)); // luma 126 is grey 128
        }
        for (int i = 0; i < frames; i++) {
            try {
                writer.write(new PoseFrame("clip", i, 0, 640, 320, List.of(), people), pixels);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** Only the forearms are known: the left one upright at x = 100, the right one at x = 200. */
    private static PersonPose person(float confidence) {
        List<Keypoint2D> joints = new ArrayList<>(Collections.nCopies(17, new Keypoint2D(0, 0, 0)));
        SkeletonTopology coco = SkeletonTopology.COCO_17;
        joints.set(coco.indexOf("left_elbow"), new Keypoint2D(100, 100, confidence));
        joints.set(coco.indexOf("left_wrist"), new Keypoint2D(100, 200, confidence));
        joints.set(coco.indexOf("right_elbow"), new Keypoint2D(200, 100, confidence));
        joints.set(coco.indexOf("right_wrist"), new Keypoint2D(200, 200, confidence));
        return new PersonPose(3, 0.876f, new BoundingBox(60, 60, 300, 200), coco, joints, SkeletonTopology.H36M_17,
                List.of());
    }

    private BufferedImage written() throws IOException {
        Path file = folder.resolve("sheet.png");
        sheet.write(file);
        assertFalse(Files.exists(folder.resolve("sheet.png.part")));
        return ImageIO.read(file.toFile());
    }

    private static int rgb(BufferedImage picture, int x, int y) {
        return picture.getRGB(x, y) & 0xFFFFFF;
    }
}
