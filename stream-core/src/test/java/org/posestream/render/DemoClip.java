package org.posestream.render;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Renders the demo clip of the module {@code models}: one person moving in a room, with the exact joints beside it.
 * Nothing is left to chance: the same code gives the same clip.
 *
 * <p>To make it again (about three minutes), with the motion archive of the shared data beside the checkout:
 * <pre>
 * mvn -q -pl models,stream-core test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
 * java -cp stream-core/target/test-classes:stream-core/target/classes:$(cat stream-core/target/classpath) \
 *     org.posestream.render.DemoClip ../shared/data/mocap/motion_17j_30fps.npz \
 *     models/src/main/resources/org/posestream/models
 * </pre>
 * With frame numbers behind the folder it writes those frames as PNG instead.
 *
 * <p>The motion is subject 135, trial 1 of the CMU database: the data used in this project was obtained from
 * mocap.cs.cmu.edu. The database was created with funding from NSF EIA-0196217.
 */
public final class DemoClip {

    private static final int FRAMES = 360;
    /** Turned so that it begins towards the camera. */
    private static final MotionPart MOTION = new MotionPart("cmu_subject/135_01", 100, FRAMES, 86);
    private static final int WIDTH = 1280;
    private static final int HEIGHT = 720;
    private static final double FOCAL_PIXELS = 1140;
    private static final double DISTANCE_METRES = 3.9;
    private static final long BITS_PER_SECOND = 1_700_000;
    private static final double EXPOSURE = 0.92;

    private static final BodyShape PERSON = new BodyShape(1.75, 1.04, 0.0, 1.0, false, new BodyShape.Outfit(
            0xC9936F, 0x2A1D16, 0x2E6F9E, 0xE8D9B0, 0x39404C, 0xA83A2C, new BodyShape.Outfit.Cut(0.55, false)));

    private final BodyMesh body = new BodyMesh(PERSON);
    private final List<BodyPose> poses;
    private final Vec3[] path;

    DemoClip(Path archive) throws IOException {
        try (MocapArchive mocap = new MocapArchive(archive)) {
            poses = MOTION.poses(mocap, body);
        }
        path = smoothPath(poses);
    }

    /** @param arguments motion archive, output folder, and optionally single frames to write as PNG instead */
    public static void main(String[] arguments) throws IOException {
        ClipRenderer clip = new DemoClip(Path.of(arguments[0])).renderer();
        Path folder = Files.createDirectories(Path.of(arguments[1]));
        if (arguments.length > 2) {
            clip.writeStills(folder, "demo", Arrays.stream(arguments).skip(2).mapToInt(Integer::parseInt).toArray());
        } else {
            clip.writeVideo(folder, "demo", BITS_PER_SECOND);
        }
    }

    private ClipRenderer renderer() {
        Scene room = new Scene(Room.random(new SplittableRandom(5)), Lighting.indoor());
        return new ClipRenderer(room, List.of(new ClipRenderer.Actor(body, poses)), this::camera, EXPOSURE);
    }

    private static Vec3[] smoothPath(List<BodyPose> poses) {
        Vec3[] out = new Vec3[poses.size()];
        for (int t = 0; t < out.length; t++) {
            Vec3 sum = Vec3.ZERO;
            double total = 0;
            for (int i = -60; i <= 60; i++) {
                double weight = Math.exp(-i * i / (2 * 24.0 * 24.0));
                BodyPose pose = poses.get(Math.max(0, Math.min(out.length - 1, t + i)));
                sum = sum.plus(pose.origins().get(BodyBone.PELVIS).times(weight));
                total += weight;
            }
            out[t] = sum.times(1 / total);
        }
        return out;
    }

    /** A slow arc about the room's middle that follows the person a little, with the sway of a hand. */
    private PinholeCamera camera(int t) {
        double seconds = t / MocapClip.FRAMES_PER_SECOND;
        double angle = Math.toRadians(-13 + 26.0 * t / FRAMES);
        Vec3 sway = new Vec3(0.006 * Math.sin(1.9 * seconds) + 0.003 * Math.sin(5.3 * seconds),
                0.005 * Math.sin(2.6 * seconds + 1), 0.004 * Math.sin(1.3 * seconds));
        Vec3 middle = new Vec3(path[t].x() * 0.5, 0, path[t].z() * 0.85);
        Vec3 position = middle.plus(new Vec3(Math.sin(angle) * DISTANCE_METRES, 1.38,
                Math.cos(angle) * DISTANCE_METRES)).plus(sway);
        Vec3 target = new Vec3(path[t].x() * 0.85, 0.95, path[t].z() * 0.85).plus(sway.times(0.4));
        return PinholeCamera.lookingAt(WIDTH, HEIGHT, FOCAL_PIXELS, position, target);
    }
}
