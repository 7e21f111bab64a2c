package org.posestream.evaluate;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.nio.ByteBuffer;
import org.posestream.export.DigitFont;
import org.posestream.frame.FrameBuffer;
import org.posestream.frame.ImageSampler;
import org.posestream.frame.ImageTransform;
import org.posestream.inference.ImageInput;
import org.posestream.pose.BoundingBox;
import org.posestream.pose.Joint;
import org.posestream.pose.Keypoint2D;
import org.posestream.pose.PersonPose;
import org.posestream.pose.PoseFrame;

/**
 * Paints one picture of a contact sheet: a frame made to fit a square, and on it everybody's box, id, score in per cent
 * and skeleton. Left limbs are orange, right ones blue, whoever it is, so that exchanged sides stand out; what the
 * network is not sure of is faint.
 */
final class SheetPainter {

    /** Pixels; wide enough to see a wrist of a person half as tall. */
    static final int SIDE = 320;

    private static final int GREY = 32;
    /** As in the overlay video: below the first a joint is a guess and drawn faint, below the second left out. */
    private static final float FAINT = 0.3f;
    private static final float INVISIBLE = 0.1f;
    private static final int FAINT_ALPHA = 90;
    private static final Color LEFT = new Color(0xFF8A00);
    private static final Color RIGHT = new Color(0x19A7FF);
    private static final Color MIDDLE = new Color(0xF4F4F4);
    /** The golden angle as a fraction of the circle: successive ids get hues far apart. */
    private static final float HUE_STEP = 0.381966f;
    private static final float LIMB = 2.2f;
    private static final int DOT = 2;

    private final ImageInput format = new ImageInput(SIDE, SIDE, ImageInput.Layout.NHWC, ImageInput.ElementType.UINT8,
            ImageInput.ColorOrder.BGR, new float[3], new float[] {1, 1, 1}, ImageInput.Fit.LETTERBOX_CENTRE, GREY, 1,
            SIDE);
    private final ImageSampler sampler = new ImageSampler(format);
    private final ByteBuffer sampled = ByteBuffer.allocateDirect(format.bytes());
    private ImageTransform toCell;
    private Graphics2D canvas;

    /** @param number written in the upper left corner */
    BufferedImage paint(int number, PoseFrame frame, FrameBuffer pixels) {
        ImageTransform toImage = ImageTransform.letterbox(pixels.width(), pixels.height(), format);
        toCell = toImage.inverse();
        BufferedImage cell = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_3BYTE_BGR);
        sampler.sample(pixels, toImage, sampled, 0);
        sampled.get(0, ((DataBufferByte) cell.getRaster().getDataBuffer()).getData());
        canvas = cell.createGraphics();
        canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        canvas.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        frame.people().forEach(this::paint);
        label(number, 0, 0, Color.WHITE);
        canvas.dispose();
        return cell;
    }

    private void paint(PersonPose person) {
        BoundingBox box = person.box();
        Color color = Color.getHSBColor(0.33f + person.id() * HUE_STEP, 0.45f, 1);
        canvas.setColor(color);
        canvas.setStroke(new BasicStroke(1));
        canvas.draw(new Rectangle2D.Float(x(box.x()), y(box.y()), x(box.right()) - x(box.x()),
                y(box.bottom()) - y(box.y())));
        for (int k = 0; k < person.joints2d().size(); k++) {
            Joint joint = person.topology2d().joint(k);
            if (joint.parent() >= 0) {
                limb(person, joint.parent(), k);
            }
            if (joint.name().equals("left_shoulder") || joint.name().equals("left_hip")) {
                limb(person, joint.mirror(), k);
            }
        }
        int left = Math.max(0, Math.round(x(box.x())));
        int top = Math.max(DOT * (DigitFont.HEIGHT + 2), Math.round(y(box.y()))) - DOT * (DigitFont.HEIGHT + 2);
        int width = label(person.id(), left, top, color);
        label(Math.round(100 * person.score()), left + width, top, MIDDLE);
    }

    private void limb(PersonPose person, int from, int to) {
        Keypoint2D a = person.joints2d().get(from);
        Keypoint2D b = person.joints2d().get(to);
        float confidence = Math.min(a.confidence(), b.confidence());
        if (confidence < INVISIBLE) {
            return;
        }
        boolean across = person.topology2d().joint(from).mirror() == to;
        Color side = across ? MIDDLE : color(person.topology2d().joint(to).name());
        int alpha = confidence < FAINT ? FAINT_ALPHA : 255;
        Line2D line = new Line2D.Float(x(a.x()), y(a.y()), x(b.x()), y(b.y()));
        canvas.setStroke(new BasicStroke(LIMB + 1.4f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        canvas.setColor(new Color(0, 0, 0, alpha / 2));
        canvas.draw(line);
        canvas.setStroke(new BasicStroke(LIMB, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        canvas.setColor(new Color(side.getRed(), side.getGreen(), side.getBlue(), alpha));
        canvas.draw(line);
        canvas.fill(new Ellipse2D.Float(x(b.x()) - LIMB, y(b.y()) - LIMB, 2 * LIMB, 2 * LIMB));
    }

    private static Color color(String joint) {
        return joint.contains("left") ? LEFT : joint.contains("right") ? RIGHT : MIDDLE;
    }

    /** Writes a number on a dark ground; returns the width. */
    private int label(long number, int left, int top, Color color) {
        int width = DOT * (DigitFont.width(number) + 1);
        canvas.setColor(Color.BLACK);
        canvas.fillRect(left, top, width, DOT * (DigitFont.HEIGHT + 2));
        canvas.setColor(color);
        DigitFont.write(number, (column, row) ->
                canvas.fillRect(left + DOT * (column + 1), top + DOT * (row + 1), DOT, DOT));
        return width;
    }

    /** To where Java2D, which counts from the pixels' corners, has an image x. */
    private float x(float imageX) {
        return toCell.imageX(imageX, 0) + 0.5f;
    }

    private float y(float imageY) {
        return toCell.imageY(0, imageY) + 0.5f;
    }
}
