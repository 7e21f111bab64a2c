package org.posestream.render;

import java.awt.Color;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Draws scenes for training by chance: who is there, in which pose and clothes, where, in which light, and how a camera
 * sees it. A scene depends on the seed and its number only.
 */
final class SceneSampler {

    private static final int FIGURES = 36;
    private static final int ROOMS = 16;
    private static final double COARSENESS = 2.2;
    private static final double IN_A_ROOM = 0.4;
    /** Chances that a picture holds one, two, three or four people. */
    private static final double[] CROWDS = {0.55, 0.27, 0.12, 0.06};
    private static final int[][] FORMATS =
            {{384, 216}, {384, 288}, {320, 320}, {320, 320}, {288, 384}, {288, 384}, {216, 384}};
    private static final double LEAST_DISTANCE_METRES = 0.9;
    private static final double LEAST_GAP_METRES = 0.5;
    private static final int TRIES = 40;

    private final List<MocapClip> clips;
    private final List<Path> backgrounds;
    private final long seed;
    private final List<BodyMesh> figures;
    private final List<Room> rooms;

    /**
     * @param clips whose middle frames people take as poses
     * @param backgrounds photos without people; without any, all pictures show rooms
     */
    SceneSampler(List<MocapClip> clips, List<Path> backgrounds, long seed) {
        this.clips = clips;
        this.backgrounds = backgrounds;
        this.seed = seed;
        figures = IntStream.range(0, FIGURES).parallel()
                .mapToObj(i -> new BodyMesh(figure(new SplittableRandom(seed * 1000 + i)), COARSENESS)).toList();
        rooms = IntStream.range(0, ROOMS).parallel()
                .mapToObj(i -> Room.random(new SplittableRandom(seed * 1000 + FIGURES + i))).toList();
    }

    /** Thin to stout, from children of 1.1 m to tall adults. */
    private static BodyShape figure(RandomGenerator random) {
        BodyShape some = BodyShape.random(random);
        boolean child = random.nextInt(7) == 0;
        double height = child ? 1.1 + 0.35 * random.nextDouble() : some.heightMetres();
        double girth = 0.85 + 0.65 * random.nextDouble() * random.nextDouble();
        return new BodyShape(height, girth, some.femininity(), some.legFraction(), some.longHair(), some.outfit());
    }

    TrainingScene scene(int number) {
        SplittableRandom random = new SplittableRandom(seed * 1_000_003 + number);
        while (true) {
            boolean inRoom = backgrounds.isEmpty() || random.nextDouble() < IN_A_ROOM;
            CameraSampler cameras = new CameraSampler(random, inRoom, FORMATS[random.nextInt(FORMATS.length)]);
            BodyMesh first = person(random);
            BodyPose pose = PoseSampler.pose(first, pick(clips, random), random).moved(cameras.place());
            first.pose(pose);
            PinholeCamera camera = cameras.towards(first.mesh());
            if (camera != null) {
                Scene scene = new Scene(inRoom ? pick(rooms, random) : Room.none(), lighting(random));
                scene.add(first, pose);
                addOthers(scene, camera, inRoom, random);
                return new TrainingScene(number, scene, camera, inRoom ? null : pick(backgrounds, random), random);
            }
        }
    }

    private BodyMesh person(RandomGenerator random) {
        BodyMesh figure = pick(figures, random);
        return figure.dressed(outfit(figure.rest().shape, random));
    }

    /** Colours by chance, also glaring ones; now and then bare legs. */
    private static BodyShape.Outfit outfit(BodyShape figure, RandomGenerator random) {
        BodyShape.Outfit some = BodyShape.random(random).outfit();
        int trousers = random.nextInt(8) == 0 ? some.skin() : random.nextBoolean() ? some.trousers() : color(random);
        return new BodyShape.Outfit(some.skin(), some.hair(), random.nextBoolean() ? some.shirt() : color(random),
                color(random), trousers, some.shoes(),
                new BodyShape.Outfit.Cut(figure.outfit().cut().sleeve(), some.cut().striped()));
    }

    private static int color(RandomGenerator random) {
        return Color.HSBtoRGB((float) random.nextDouble(), (float) random.nextDouble(),
                (float) (0.15 + 0.85 * random.nextDouble())) & 0xFFFFFF;
    }

    private void addOthers(Scene scene, PinholeCamera camera, boolean inRoom, RandomGenerator random) {
        double draw = random.nextDouble();
        for (int count = 0; count < CROWDS.length - 1 && (draw -= CROWDS[count]) > 0; count++) {
            BodyMesh other = person(random);
            BodyPose pose = PoseSampler.pose(other, pick(clips, random), random);
            Vec3 place = freePlace(scene, camera, inRoom, random);
            if (place != null) {
                scene.add(other, pose.moved(place));
            }
        }
    }

    /** A place beside, behind or before the first person where nobody stands, or null. */
    private static Vec3 freePlace(Scene scene, PinholeCamera camera, boolean inRoom, RandomGenerator random) {
        Vec3 middle = scene.poses().get(0).origins().get(BodyBone.PELVIS);
        for (int i = 0; i < TRIES; i++) {
            double aside = 1.5 * (2 * random.nextDouble() - 1);
            double away = 2.8 * random.nextDouble() - 1.1;
            Vec3 place = middle.plus(camera.axes().x().times(aside)).plus(camera.axes().z().times(away));
            Vec3 floor = new Vec3(place.x(), 0, place.z());
            boolean free = scene.poses().stream().allMatch(p -> apart(p.origins().get(BodyBone.PELVIS), floor)
                    > LEAST_GAP_METRES) && apart(camera.position(), floor) > LEAST_DISTANCE_METRES;
            if (free && (!inRoom || CameraSampler.inside(floor, 0.4))) {
                return floor;
            }
        }
        return null;
    }

    private static double apart(Vec3 a, Vec3 b) {
        return Math.hypot(a.x() - b.x(), a.z() - b.z());
    }

    /** One lamp anywhere above, warm to cold, strong to weak against the ambient light. */
    private static Lighting lighting(RandomGenerator random) {
        double turn = 2 * Math.PI * random.nextDouble();
        double reach = 0.5 + 3.5 * random.nextDouble();
        Vec3 lamp = new Vec3(reach * Math.sin(turn), 2.2 + 3 * random.nextDouble(), 1 + reach * Math.cos(turn));
        double strength = 0.3 + 1.3 * random.nextDouble();
        double ambient = 0.18 + 0.4 * random.nextDouble();
        double fill = 0.4 * random.nextDouble();
        Vec3 side = new Vec3(random.nextGaussian(), 0.35, random.nextGaussian()).unit();
        return new Lighting(lamp, tint(random).times(strength), side, tint(random).times(fill),
                tint(random).times(ambient), tint(random).times(0.75 * ambient));
    }

    private static Vec3 tint(RandomGenerator random) {
        double warm = 0.14 * (2 * random.nextDouble() - 1);
        return new Vec3(1 + warm, 1, 1 - warm);
    }

    private static <T> T pick(List<T> some, RandomGenerator random) {
        return some.get(random.nextInt(some.size()));
    }
}
