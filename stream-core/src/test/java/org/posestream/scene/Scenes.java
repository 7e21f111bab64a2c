package org.posestream.scene;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleFunction;
import org.posestream.render.MocapClip;
import org.posestream.render.PinholeCamera;
import org.posestream.render.Vec3;

/** Situations in which identities get lost; the seed varies who is how tall, quick and far away. */
final class Scenes {

    static final double FRAMES_PER_SECOND = 30;
    private static final int FRAMES = 300;
    private static final PinholeCamera CAMERA =
            PinholeCamera.lookingAt(1280, 720, 1000, new Vec3(0, 1.6, 6.5), new Vec3(0, 0.95, 0));

    private final Random random;
    private final double secondsPerFrame;

    private Scenes(long seed, double framesPerSecond) {
        random = new Random(seed);
        secondsPerFrame = 1 / framesPerSecond;
    }

    /** A situation. */
    enum Kind {
        CROSSING, OVERTAKING, BEHIND_SOMEBODY, BEHIND_A_SCREEN, OUT_AND_BACK, GONE_FOR_GOOD, COME_AND_GO, CROWD_OF_TEN,
        CLOSE_PAIR, MISSES_AND_GHOSTS, TEN_FRAMES_A_SECOND;

        JointScene scene(long seed) {
            Scenes scenes = new Scenes(seed * 31 + ordinal(), framesPerSecond());
            return switch (this) {
                case CROSSING -> scenes.crossing();
                case OVERTAKING -> scenes.overtaking();
                case BEHIND_SOMEBODY -> scenes.behindSomebody();
                case BEHIND_A_SCREEN -> scenes.behindAScreen();
                case OUT_AND_BACK -> scenes.outAndBack();
                case GONE_FOR_GOOD -> scenes.goneForGood();
                case COME_AND_GO -> scenes.comeAndGo();
                case CROWD_OF_TEN -> scenes.crowd(10);
                case CLOSE_PAIR -> scenes.closePair();
                case MISSES_AND_GHOSTS -> scenes.crowd(3);
                case TEN_FRAMES_A_SECOND -> scenes.slowCrossing();
            };
        }

        double framesPerSecond() {
            return this == TEN_FRAMES_A_SECOND ? 10 : FRAMES_PER_SECOND;
        }

        NetworkErrors errors() {
            return switch (this) {
                case CLOSE_PAIR -> new NetworkErrors(1, 0.2, 3, 0.012);
                case MISSES_AND_GHOSTS -> new NetworkErrors(6, 2, 1, 0.018);
                default -> NetworkErrors.USUAL;
            };
        }

        String label() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
        }
    }

    /** Two captured people about each other, in the places given. */
    static JointScene captured(MocapClip one, int firstOfOne, MocapClip other, int firstOfOther, double gapMetres) {
        return new JointScene(CAMERA, 240, List.of(
                new CapturedActor(one, firstOfOne, 0, new Vec3(-gapMetres / 2, 0, 0)),
                new CapturedActor(other, firstOfOther, Math.PI / 3, new Vec3(gapMetres / 2, 0, -0.4))), List.of());
    }

    private double between(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    private Walker walker(DoubleFunction<Vec3> path) {
        return new Walker(between(1.55, 1.9), random.nextDouble(), secondsPerFrame, path);
    }

    /** Along a straight line from x at second 0. */
    private Walker straight(double x, double speed, double z) {
        return walker(t -> new Vec3(x + speed * t, 0, z));
    }

    private static JointScene scene(List<Actor> actors, JointScene.Screen... screens) {
        return new JointScene(CAMERA, FRAMES, actors, List.of(screens));
    }

    /** To and fro, twice past each other. */
    private JointScene crossing() {
        double gap = between(0.5, 1);
        double turn = between(4.5, 5.5);
        double a = between(0.8, 1.3);
        double b = between(0.8, 1.3);
        double width = between(2.2, 3);
        return scene(List.of(walker(t -> new Vec3(-width / 2 + a * there(t, turn), 0, 0)),
                walker(t -> new Vec3(width / 2 - b * there(t, turn), 0, -gap))));
    }

    /** Seconds walked, forwards until the turn and then back. */
    private static double there(double t, double turn) {
        return t < turn ? t : 2 * turn - t;
    }

    private JointScene overtaking() {
        double gap = between(0.4, 0.8) * (random.nextBoolean() ? 1 : -1);
        double slow = between(0.35, 0.5);
        double quick = slow + between(0.3, 0.5);
        double meeting = between(3.5, 6);
        return scene(List.of(straight(-slow * 5, slow, 0), straight(-slow * 5 - (quick - slow) * meeting, quick, gap)));
    }

    /** One stands, the other passes behind, half of the time stopping there for a second and perhaps turning round. */
    private JointScene behindSomebody() {
        double speed = between(0.7, 1.1);
        double stop = random.nextBoolean() ? between(0.6, 1.4) : 0;
        double after = stop > 0 && random.nextBoolean() ? -speed : speed;
        double arrival = 4.5;
        double x = between(-0.3, 0.3);
        return scene(List.of(walker(t -> new Vec3(x + 0.03 * Math.sin(t), 0, 0.8)), walker(t -> new Vec3(
                x * 0.9 - speed * Math.max(0, arrival - t) + after * Math.max(0, t - arrival - stop), 0, -0.6))));
    }

    /** Two pass behind a screen, in opposite directions, the one a little after the other. */
    private JointScene behindAScreen() {
        double width = between(0.9, 1.5);
        double first = between(0.9, 1.3);
        double second = between(0.9, 1.3);
        double later = between(1.2, 2.5);
        return scene(List.of(straight(-3.5, first, 0), straight(3.5 + later * second, -second, -0.8)),
                new JointScene.Screen(-width / 2, width / 2, 2.4, 1));
    }

    /** One leaves at the side and comes back a while later; another one stays. */
    private JointScene outAndBack() {
        double speed = between(0.9, 1.4);
        double absence = between(0.5, 3);
        double edge = 4.7;
        double turn = edge / speed + absence / 2;
        return scene(List.of(walker(t -> new Vec3(0.3 + speed * there(t, turn), 0, 0)),
                walker(t -> new Vec3(-1.5 + 0.3 * Math.sin(t), 0, -0.3))));
    }

    /** One leaves for good; strangers come in, one where the first left and one on the other side. */
    private JointScene goneForGood() {
        double speed = between(1, 1.4);
        double later = between(2.5, 4);
        return scene(List.of(straight(1, speed, 0),
                walker(t -> new Vec3(5.2 - speed * Math.max(0, t - 3 - later), 0, -0.2)),
                walker(t -> new Vec3(-5.2 + speed * Math.max(0, t - 3.5), 0, -0.7))));
    }

    /** People pass through, each in their own time, so that the ids of those in sight have gaps. */
    private JointScene comeAndGo() {
        List<Actor> actors = new ArrayList<>();
        for (int n = 0; n < 7; n++) {
            double speed = between(0.9, 1.6) * (random.nextBoolean() ? 1 : -1);
            double start = -Math.signum(speed) * 4.8;
            double delay = 1.2 * n - 3;
            double z = between(-1.5, 0.8);
            actors.add(walker(t -> new Vec3(start + speed * (t - delay), 0, z)));
        }
        return scene(actors);
    }

    /** Everybody walks round a circle of their own. */
    private JointScene crowd(int count) {
        List<Actor> actors = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            double radius = between(0.3, 1.1);
            double turn = between(0.5, 0.9) / radius * (random.nextBoolean() ? 1 : -1);
            double phase = between(0, 6.28);
            Vec3 centre = new Vec3(count == 3 ? 2 * n - 2 : between(-2.2, 2.2), 0, between(-3, 0.8));
            actors.add(walker(t -> centre.plus(new Vec3(radius * Math.cos(phase + turn * t), 0,
                    radius * Math.sin(phase + turn * t)))));
        }
        return scene(actors);
    }

    /** Two who turn about each other at arm's length. */
    private JointScene closePair() {
        double radius = between(0.28, 0.4);
        double turn = between(0.8, 1.6) * (random.nextBoolean() ? 1 : -1);
        List<Actor> actors = new ArrayList<>();
        for (int n = 0; n < 2; n++) {
            double phase = Math.PI * n + 0.5;
            actors.add(walker(t -> new Vec3(radius * Math.cos(phase + turn * t) + 0.2 * Math.sin(0.7 * t), 0,
                    radius * Math.sin(phase + turn * t))));
        }
        return scene(actors);
    }

    private JointScene slowCrossing() {
        double gap = between(0.5, 1);
        double speed = between(0.9, 1.3);
        return new JointScene(CAMERA, 100, List.of(walker(t -> new Vec3(-3 + speed * there(t, 5), 0, 0)),
                walker(t -> new Vec3(3 - speed * there(t, 5), 0, -gap))), List.of());
    }
}
