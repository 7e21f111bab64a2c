package org.posestream.server.preview;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.posestream.frame.ColorMatrix;
import org.posestream.frame.FrameBuffer;
import org.posestream.frame.TestPictures;
import org.posestream.pose.BoundingBox;
import org.posestream.pose.Keypoint2D;
import org.posestream.pose.PersonPose;
import org.posestream.pose.PoseFrame;
import org.posestream.pose.SkeletonTopology;

/** Grey pictures, whose grey tells which they are, with a person whose joints all lie in one place. */
final class Scene {

    static final int WIDTH = 320;
    static final int HEIGHT = 180;
    /** Where the person is. */
    static final int JOINT_X = 160;
    static final int JOINT_Y = 90;
    static final int FRAME_MILLIS = 40;

    private static final int GREYS = 16;
    private static final int DARKEST = 40;
    private static final int GREY_STEP = 10;

    private Scene() {
    }

    /** What is known of the frame of that number, 25 a second. */
    static PoseFrame frame(String camera, int number) {
        List<Keypoint2D> joints = new ArrayList<>();
        for (int k = 0; k < 17; k++) {
            joints.add(new Keypoint2D(JOINT_X, JOINT_Y, 0.9f));
        }
        PersonPose person = new PersonPose(1, 0.9f, new BoundingBox(JOINT_X - 30, JOINT_Y - 60, 60, 120),
                SkeletonTopology.COCO_17, joints, null, List.of());
        long nanos = number * FRAME_MILLIS * 1_000_000L;
        return new PoseFrame(camera, number, nanos, 1_700_000_000_000_000_000L + nanos, 0, WIDTH, HEIGHT, List.of(),
                List.of(person));
    }

    /** The picture of that frame. */
    static FrameBuffer pixels(int number) {
        return pixels(number, WIDTH, HEIGHT, ColorMatrix.BT709_LIMITED);
    }

    static FrameBuffer pixels(int number, int width, int height, ColorMatrix color) {
        int grey = grey(number);
        int luma = Math.round(color.lumaOffset() + grey / color.lumaScale());
        return TestPictures.constant(width, height, color, luma, 128, 128);
    }

    static BufferedImage decode(byte[] jpeg) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(jpeg));
    }

    /** The number, modulo {@value #GREYS}, that a picture's lower left corner tells. */
    static int number(BufferedImage image) {
        int green = image.getRGB(2, image.getHeight() - 3) >> 8 & 255;
        return Math.round((green - DARKEST) / (float) GREY_STEP);
    }

    /** Whether the person is drawn: its joints are coloured, the picture is grey. */
    static boolean isDrawnOn(BufferedImage image) {
        int scale = WIDTH / image.getWidth();
        int rgb = image.getRGB(JOINT_X / scale, JOINT_Y / scale);
        int red = rgb >> 16 & 255;
        int green = rgb >> 8 & 255;
        int blue = rgb & 255;
        return Math.max(red, Math.max(green, blue)) - Math.min(red, Math.min(green, blue)) > 60;
    }

    private static int grey(int number) {
        return DARKEST + number % GREYS * GREY_STEP;
    }
}
