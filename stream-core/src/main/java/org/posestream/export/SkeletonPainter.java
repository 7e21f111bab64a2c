package org.posestream.export;

import java.util.List;
import org.posestream.frame.FrameBuffer;
import org.posestream.pose.BoundingBox;
import org.posestream.pose.Joint;
import org.posestream.pose.Keypoint2D;
import org.posestream.pose.PersonPose;
import org.posestream.pose.PoseFrame;
import org.posestream.pose.SkeletonTopology;

/** Draws people: limbs, joints, a thin box and the id; a colour for each id, its left side warmer than its right. */
public final class SkeletonPainter {

    /** Below this a joint is a guess: it is drawn faint. */
    private static final float FAINT = 0.3f;
    /** Below this it is left out. */
    private static final float INVISIBLE = 0.1f;
    private static final float OPACITY = 0.9f;
    private static final float FAINT_OPACITY = 0.3f;

    /** The golden angle as a fraction of the circle: successive ids get hues far apart. */
    private static final float HUE_STEP = 0.381966f;
    /** A seventh of the circle between left and right: plain to see, and still one family. */
    private static final float SIDE_HUE = 0.07f;

    /** Half the thickness of a limb: of the person's longer side, and at most of the image's shorter side. */
    private static final float LIMB_OF_BOX = 1 / 60f;
    private static final float LIMB_OF_IMAGE = 1 / 180f;
    /** Pixels; a thinner limb is not seen at a glance. */
    private static final float MIN_RADIUS = 1.5f;
    /** Pixels of dark edge, so that limbs stand out from a bright picture too. */
    private static final float EDGE = 1;
    private static final float EDGE_OPACITY = 0.5f;
    private static final int EDGE_COLOR = 0x101010;

    private final PlanarCanvas canvas;
    private final int shorterSide;

    SkeletonPainter(FrameBuffer image) {
        canvas = new PlanarCanvas(image);
        shorterSide = Math.min(image.width(), image.height());
    }

    /** Draws everybody of a frame on its picture. */
    public static void draw(PoseFrame frame, FrameBuffer image) {
        SkeletonPainter painter = new SkeletonPainter(image);
        for (PersonPose person : frame.people()) {
            painter.draw(person);
        }
    }

    void draw(PersonPose person) {
        BoundingBox box = person.box();
        float radius = Math.max(MIN_RADIUS, Math.min(Math.max(box.width(), box.height()) * LIMB_OF_BOX,
                shorterSide * LIMB_OF_IMAGE));
        canvas.setInk(color(person.id(), 0), 0.6f);
        canvas.rectangle(box.x(), box.y(), box.right(), box.bottom(), Math.max(0.5f, shorterSide / 1440f));
        drawLimbs(person, radius);
        drawJoints(person, radius * 1.5f);
        if (person.id() > 0) {
            drawLabel(person);
        }
    }

    private void drawLimbs(PersonPose person, float radius) {
        SkeletonTopology topology = person.topology2d();
        for (int k = 0; k < person.joints2d().size(); k++) {
            Joint joint = topology.joint(k);
            if (joint.parent() >= 0) {
                drawLimb(person, k, joint.parent(), radius);
            }
            if (joint.name().equals("left_shoulder") || joint.name().equals("left_hip")) {
                drawLimb(person, joint.mirror(), k, radius);
            }
        }
    }

    private void drawLimb(PersonPose person, int k, int parent, float radius) {
        List<Keypoint2D> joints = person.joints2d();
        Keypoint2D a = joints.get(parent);
        Keypoint2D b = joints.get(k);
        float confidence = Math.min(a.confidence(), b.confidence());
        if (confidence >= INVISIBLE) {
            canvas.setInk(EDGE_COLOR, opacity(confidence) * EDGE_OPACITY);
            canvas.line(a.x(), a.y(), b.x(), b.y(), radius + EDGE);
            setInk(person, k, confidence);
            canvas.line(a.x(), a.y(), b.x(), b.y(), radius);
        }
    }

    private void drawJoints(PersonPose person, float radius) {
        for (int k = 0; k < person.joints2d().size(); k++) {
            Keypoint2D joint = person.joints2d().get(k);
            if (joint.confidence() >= INVISIBLE) {
                setInk(person, k, joint.confidence());
                canvas.disc(joint.x(), joint.y(), radius);
            }
        }
    }

    private void drawLabel(PersonPose person) {
        int dot = Math.max(1, shorterSide / 240);
        int left = Math.round(person.box().x());
        int top = Math.max(0, Math.round(person.box().y()) - PlanarCanvas.numberHeight(dot) - 2 * dot);
        canvas.setInk(color(person.id(), 0), 1);
        canvas.fill(left, top, PlanarCanvas.numberWidth(person.id(), dot) + dot,
                PlanarCanvas.numberHeight(dot) + 2 * dot);
        canvas.setInk(EDGE_COLOR, 1);
        canvas.number(person.id(), left + dot, top + dot, dot);
    }

    private void setInk(PersonPose person, int k, float confidence) {
        canvas.setInk(color(person.id(), side(person.topology2d().joint(k).name())), opacity(confidence));
    }

    private static float opacity(float confidence) {
        return confidence < FAINT ? FAINT_OPACITY : OPACITY;
    }

    private static int side(String jointName) {
        return jointName.contains("left") ? -1 : jointName.contains("right") ? 1 : 0;
    }

    private static int color(long id, int side) {
        float hue = 0.33f + Math.floorMod(id, 1024L) * HUE_STEP + side * SIDE_HUE;
        float saturation = side == 0 ? 0.55f : 0.85f;
        return channel(5, hue, saturation) << 16 | channel(3, hue, saturation) << 8 | channel(1, hue, saturation);
    }

    /** One channel, 0..255, of the brightest colour of a hue (in turns); n is 5 for red, 3 for green, 1 for blue. */
    private static int channel(int n, float hue, float saturation) {
        float k = (n + hue * 6) % 6;
        return Math.round(255 * (1 - saturation * Math.max(0, Math.min(1, Math.min(k, 4 - k)))));
    }
}
