package org.posestream.server.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.posestream.pipeline.CameraState;
import org.posestream.pose.BoundingBox;
import org.posestream.pose.Keypoint2D;
import org.posestream.pose.Keypoint3D;
import org.posestream.pose.PersonPose;
import org.posestream.pose.PersonState;
import org.posestream.pose.PoseFrame;
import org.posestream.pose.SkeletonTopology;
import org.posestream.pose.StageLatency;

/** Messages for tests: by hand, and by chance. */
final class Samples {

    private static final String[] STAGES = {"decode", "detect", "estimate", "track", "lift", "smooth"};
    private static final String[] NAMES = {"hall", "T\u00fcr 1", "\u820e", "\ud83d\ude00", "a\"b\\c", ""};

    private Samples() {
    }

    /** Two joints in the image and one in space, numbers that are exact in binary. */
    static PersonPose smallPerson(long id, PersonState state) {
        return new PersonPose(id, state, 0.5f, new BoundingBox(1, 2, 3, 4), SkeletonTopology.COCO_17,
                List.of(new Keypoint2D(1.5f, -2, 0.25f), new Keypoint2D(0, 8, 1)), SkeletonTopology.H36M_17,
                List.of(new Keypoint3D(0.5f, -0.25f, 2, 0.75f)));
    }

    static PoseFrame smallFrame(PersonPose... people) {
        return new PoseFrame("hall", 300, 1_000_000, 2_000_000, 5_000, 640, 480,
                List.of(new StageLatency("track", 7)), List.of(people));
    }

    static PoseFrame frame(Random random, int people) {
        List<StageLatency> latencies = new ArrayList<>();
        for (String stage : STAGES) {
            if (random.nextBoolean()) {
                latencies.add(new StageLatency(stage, random.nextInt(0, 100_000)));
            }
        }
        List<PersonPose> persons = new ArrayList<>();
        for (int i = 0; i < people; i++) {
            persons.add(person(random));
        }
        return new PoseFrame(name(random), random.nextLong(0, 1L << random.nextInt(1, 60)), random.nextLong(),
                random.nextBoolean() ? PoseFrame.UNKNOWN_TIME : random.nextLong(0, Long.MAX_VALUE),
                random.nextBoolean() ? PoseFrame.UNKNOWN_TIME : 1, random.nextInt(1, 8000), random.nextInt(1, 8000),
                latencies, persons);
    }

    static Hello hello(Random random) {
        List<StreamStatus> streams = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            streams.add(status(random));
        }
        return new Hello("0.1.0", name(random), options(random), random.nextLong(), random.nextLong(),
                SkeletonTopology.all().subList(0, random.nextInt(4)), streams);
    }

    static StreamStatus status(Random random) {
        boolean known = random.nextBoolean();
        return new StreamStatus(name(random), oneOf(random, CameraState.values()), random.nextLong(0, 1L << 40),
                known ? random.nextInt(1, 8000) : 0, known ? random.nextInt(1, 8000) : 0,
                random.nextInt(0, 100_000) / 1000.0, random.nextInt(0, 100_000) / 1000.0, random.nextLong(0, 1L << 40),
                random.nextBoolean() ? Optional.of(name(random)) : Optional.empty());
    }

    static SubscribeOptions options(Random random) {
        SkeletonTopology joints = random.nextInt(4) == 0 ? null
                : SkeletonTopology.all().get(random.nextInt(SkeletonTopology.all().size()));
        PeopleFilter people = switch (random.nextInt(3)) {
            case 0 -> PeopleFilter.ALL;
            case 1 -> PeopleFilter.LARGEST;
            default -> PeopleFilter.ofIds(random.longs(random.nextInt(1, 65), 1, 1_000_000).boxed().toList());
        };
        double maxRate = random.nextBoolean() ? 0 : random.nextInt(1, 1_000_001) / 1000.0;
        return new SubscribeOptions(joints, people, maxRate, oneOf(random, CoordinatePreset.values()),
                oneOf(random, Dimensions.values()));
    }

    static <T> T oneOf(Random random, T[] values) {
        return values[random.nextInt(values.length)];
    }

    private static PersonPose person(Random random) {
        List<Keypoint2D> joints2d = new ArrayList<>();
        List<Keypoint3D> joints3d = new ArrayList<>();
        PersonState state = oneOf(random, PersonState.values());
        SkeletonTopology topology3d = random.nextInt(4) == 0 ? null : SkeletonTopology.H36M_17;
        for (int k = 0; k < 17 && state != PersonState.LOST; k++) {
            joints2d.add(new Keypoint2D(number(random, 8000), number(random, 8000), random.nextFloat()));
            if (topology3d != null) {
                joints3d.add(new Keypoint3D(number(random, 3), number(random, 3), number(random, 3),
                        random.nextFloat()));
            }
        }
        return new PersonPose(random.nextLong(0, 1L << random.nextInt(1, 60)), state, random.nextFloat(),
                new BoundingBox(number(random, 8000), number(random, 8000), number(random, 8000), number(random, 8000)),
                SkeletonTopology.COCO_17, joints2d, topology3d, joints3d);
    }

    /** Mostly within the range; now and then one that cannot be written. */
    private static float number(Random random, float range) {
        return switch (random.nextInt(50)) {
            case 0 -> Float.NaN;
            case 1 -> Float.NEGATIVE_INFINITY;
            case 2 -> 0;
            default -> random.nextFloat(-range, range);
        };
    }

    private static String name(Random random) {
        return oneOf(random, NAMES);
    }
}
