package org.posestream.render;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Renders clips with exact truth to judge the whole chain by: {@code posestream evaluate chain}. Their motions are
 * among those that the recipes in {@code models/training} hold out (by {@code split_clips}), and their bodies and rooms
 * have seeds of their own, so that no network has seen them. The same code gives the same clips.
 *
 * <p>To make them (about ten minutes on one idle core), with the motion archive of the shared data beside the
 * checkout:
 * <pre>
 * mvn -q -pl models,stream-core test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
 * java -cp stream-core/target/test-classes:stream-core/target/classes:$(cat stream-core/target/classpath) \
 *     org.posestream.render.HeldOutClips ../shared/data/mocap/motion_17j_30fps.npz ../clips
 * </pre>
 * With a clip's name behind the folder it makes only that one, and with frame numbers behind that those frames as PNG.
 */
public final class HeldOutClips {

    private static final long BITS_PER_SECOND = 1_500_000;

    private static final Walk WALK = new Walk("deepmimic_mit/humanoid3d_stealthy_walk0");

    private static final List<Take> TAKES = List.of(
            new Take("crossing", 9101, new View(960, 540, 830, new Vec3(0.2, 1.5, 4.5), new Vec3(0.1, 0.9, 0)),
                    List.of(new Part(new MotionPart("cmu_subject/86_09", 0, 240, 0), Vec3.ZERO, 9111),
                            new Part(new MotionPart("cmu_subject/86_09", 930, 240, 0), new Vec3(0.3, 0, -0.35),
                                    9112))),
            new Take("three", 9201, new View(960, 540, 830, new Vec3(-0.5, 1.7, 4.9), new Vec3(0, 0.9, -0.3)),
                    List.of(new Part(new MotionPart("cmu_daz/salsa/02", 0, 200, 0), new Vec3(-1.2, 0, -0.6), 9211),
                            new Part(new MotionPart("cmu_subject/49_16", 40, 200, 0), new Vec3(1.0, 0, -0.9), 9212),
                            new Part(new MotionPart("deepmimic_mit/humanoid3d_stealthy_walk0", 300, 200, 0),
                                    new Vec3(0.1, 0, 0.7), 9213))),
            new Take("low", 9301, new View(540, 960, 760, new Vec3(0.4, 0.35, 3.1), new Vec3(0, 0.95, 0)),
                    List.of(new Part(new MotionPart("cmu_daz/salsa/09", 150, 200, 0), Vec3.ZERO, 9311))),
            new Take("top", 9401, new View(960, 540, 620, new Vec3(-0.3, 2.62, 2.1), new Vec3(0, 0.75, 0)),
                    List.of(new Part(new MotionPart("cmu_daz/salsa/29", 270, 200, 0), Vec3.ZERO, 9411))),
            new Take("desk", 9501, new View(640, 360, 520, new Vec3(0.12, 1.42, 1.25), new Vec3(0, 1.24, 0)),
                    List.of(new Part(new MotionPart("mesh2motion_cc0/Greeting", 0, 146, 8), Vec3.ZERO, 9511))),
            new Take("passage", 9601, new View(960, 540, 830, new Vec3(0, 1.5, 4.2), new Vec3(0, 0.9, 0)), List.of(
                    new Part(WALK.from(0), Vec3.ZERO, 9611, new Sway(3.3, 7, 0)),
                    new Part(WALK.from(600), new Vec3(0, 0, -0.8), 9612, new Sway(-1.5, 5, 0.1)),
                    new Part(new MotionPart("cmu_subject/49_16", 20, 240, 0), new Vec3(0.3, 0, -1.4), 9613))),
            new Take("crowd", 9701, new View(960, 540, 560, new Vec3(0, 2.1, 5.2), new Vec3(0, 0.9, -0.4)), crowd()));

    /** Ten people in two rows who walk and dance, to and fro before each other. */
    private static List<Part> crowd() {
        List<Part> parts = new ArrayList<>();
        for (int n = 0; n < 10; n++) {
            MotionPart motion = n % 2 == 0 ? WALK.from(150 * n)
                    : new MotionPart("cmu_daz/salsa/09", 30 * n, 200, 40.0 * n);
            parts.add(new Part(new MotionPart(motion.clip(), motion.firstFrame(), 200, motion.turnDegrees()),
                    new Vec3(0.9 * (n % 5) - 1.8, 0, n < 5 ? 0.4 : -1.1), 9711 + n,
                    new Sway(n % 3 == 0 ? 0.7 : -0.5, 4 + 0.5 * n, 0.1 * n)));
        }
        return parts;
    }

    /** A standing camera that a hand holds. */
    private record View(int width, int height, double focalPixels, Vec3 position, Vec3 target) {

        PinholeCamera at(int t) {
            double seconds = t / MocapClip.FRAMES_PER_SECOND;
            Vec3 sway = new Vec3(0.008 * Math.sin(1.7 * seconds), 0.006 * Math.sin(2.3 * seconds + 1),
                    0.005 * Math.sin(1.1 * seconds));
            return PinholeCamera.lookingAt(width, height, focalPixels, position.plus(sway), target);
        }
    }

    /** Walking about, other parts of which begin at other frames. */
    private record Walk(String clip) {

        MotionPart from(int firstFrame) {
            return new MotionPart(clip, firstFrame, 240, 0);
        }
    }

    /** How far somebody is carried to the right and back while they move, in metres, seconds and turns. */
    private record Sway(double metres, double period, double phase) {

        private static final Sway NONE = new Sway(0, 1, 0);

        Vec3 at(int t) {
            double turns = t / MocapClip.FRAMES_PER_SECOND / period + phase;
            return Vec3.X.times(metres * Math.sin(2 * Math.PI * turns));
        }
    }

    /** Somebody: what they do, about which point of the floor, the seed of their looks, and how they are carried. */
    private record Part(MotionPart motion, Vec3 place, long bodySeed, Sway sway) {

        Part(MotionPart motion, Vec3 place, long bodySeed) {
            this(motion, place, bodySeed, Sway.NONE);
        }

        ClipRenderer.Actor actor(MocapArchive archive) throws IOException {
            BodyMesh body = new BodyMesh(BodyShape.random(new SplittableRandom(bodySeed)));
            List<BodyPose> poses = new ArrayList<>();
            for (BodyPose pose : motion.poses(archive, body)) {
                poses.add(pose.moved(place.plus(sway.at(poses.size()))));
            }
            return new ClipRenderer.Actor(body, poses);
        }
    }

    /** A clip. */
    private record Take(String name, long roomSeed, View view, List<Part> parts) {

        ClipRenderer renderer(MocapArchive archive) throws IOException {
            SplittableRandom random = new SplittableRandom(roomSeed);
            Scene room = new Scene(Room.random(random), Lighting.indoor());
            List<ClipRenderer.Actor> actors = new ArrayList<>();
            for (Part part : parts) {
                actors.add(part.actor(archive));
            }
            return new ClipRenderer(room, actors, view::at, 0.75 + 0.3 * random.nextDouble());
        }
    }

    private HeldOutClips() {
    }

    /** @param arguments motion archive, output folder, and optionally a clip's name and single frames of it */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[1]));
        int[] stills = Arrays.stream(arguments).skip(3).mapToInt(Integer::parseInt).toArray();
        try (MocapArchive archive = new MocapArchive(Path.of(arguments[0]))) {
            for (Take take : TAKES) {
                if (arguments.length > 2 && !take.name().equals(arguments[2])) {
                    continue;
                }
                if (stills.length > 0) {
                    take.renderer(archive).writeStills(folder, take.name(), stills);
                } else {
                    take.renderer(archive).writeVideo(folder, take.name(), BITS_PER_SECOND);
                }
            }
        }
    }
}
