package org.posestream.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.posestream.pose.Joint;
import org.posestream.pose.Keypoint3D;
import org.posestream.pose.PersonPose;
import org.posestream.pose.SkeletonTopology;

class HumanoidSolverTest {

    private static final long FRAME = 33_333_333;
    /** Joints are floats. */
    private static final double METRES = 2e-6;
    private static final double RADIANS = 2e-5;

    private final HumanoidSolver solver = new HumanoidSolver();

    @Test
    void shouldTurnNoBoneOfSomebodyWhoFacesTheCameraInTheTPose() {
        HumanoidPose pose = solve(RigPeople.h36m(1, RigPeople.tPose()), 0);

        for (HumanoidBone bone : HumanoidBone.all()) {
            assertTurned(Quaternion.IDENTITY, pose.rotation(bone), bone.unityName());
            assertNear(HumanoidSkeleton.STANDARD.offset(bone), pose.position(bone), bone.unityName());
        }
    }

    /** Camera axes by hand: left hand at the right of the picture, head at the top, nose nearer than the head. */
    @Test
    void shouldSeeSomebodyWhoFacesTheCameraFromTheFront() {
        PersonPose person = RigPeople.h36m(1, RigPeople.tPose());

        Keypoint3D hand = joint(person, "left_wrist");
        assertEquals(0.175 + 0.285 + 0.25, hand.x(), 1e-6);
        assertEquals(-0.49, hand.y(), 1e-6);
        assertTrue(joint(person, "neck").z() < -0.1, "the nose is nearer to the camera than the pelvis");

        HumanoidPose pose = solve(person, 0);
        assertEquals(-0.71, at(pose, HumanoidBone.LEFT_HAND).x(), METRES);
        assertEquals(0.93 + 0.49, at(pose, HumanoidBone.LEFT_HAND).y(), METRES);
    }

    @Property(tries = 2000)
    void shouldGiveTheJointsAgainByForwardKinematics(@ForAll long seed) {
        HumanoidPose truth = RigPeople.any(new Random(seed));
        for (PersonPose person : List.of(RigPeople.h36m(1, truth), RigPeople.blazepose(1, truth))) {
            HumanoidPose pose = new HumanoidSolver().solve(BodyPoints.of(person), 0);

            Vec3 moved = truth.worldPositions().get(0).minus(pose.worldPositions().get(0));
            for (Joint joint : person.topology3d().joints()) {
                if (!joint.name().matches(".*(eye|mouth|thumb).*")) {
                    assertNear(RigPeople.point(truth, joint.name()),
                            RigPeople.point(pose, joint.name()).plus(moved), joint.name());
                }
            }
        }
    }

    @Property(tries = 1000)
    void shouldGiveTheRotationsOfBentLimbsAgain(@ForAll long seed) {
        HumanoidPose truth = RigPeople.any(new Random(seed));
        HumanoidPose pose = new HumanoidSolver().solve(BodyPoints.of(RigPeople.h36m(1, truth)), 0);

        assertTurned(truth.rotation(HumanoidBone.HIPS), pose.rotation(HumanoidBone.HIPS), "hips");
        for (Limb limb : List.of(Limb.LEFT_LEG, Limb.RIGHT_LEG, Limb.LEFT_ARM, Limb.RIGHT_ARM)) {
            assertTurned(truth.rotation(limb.lower()), pose.rotation(limb.lower()), limb.lower().unityName());
        }
        assertTurned(truth.rotation(HumanoidBone.LEFT_UPPER_LEG), pose.rotation(HumanoidBone.LEFT_UPPER_LEG), "thigh");
        assertTurned(truth.rotation(HumanoidBone.RIGHT_UPPER_LEG), pose.rotation(HumanoidBone.RIGHT_UPPER_LEG),
                "thigh");
    }

    @Property(tries = 500)
    void shouldGiveTheTurnOfHeadHandsAndFeetAgainWhereTheJointsTellIt(@ForAll long seed) {
        Random random = new Random(seed);
        HumanoidPose truth = RigPeople.any(random);
        for (HumanoidBone bone : List.of(HumanoidBone.LEFT_HAND, HumanoidBone.RIGHT_FOOT)) {
            truth = RigPeople.turned(truth, bone, Quaternion.about(Vec3.Y, 0.8 * (random.nextDouble() - 0.5)));
        }
        HumanoidPose pose = new HumanoidSolver().solve(BodyPoints.of(RigPeople.blazepose(1, truth)), 0);

        for (HumanoidBone bone : List.of(HumanoidBone.HEAD, HumanoidBone.LEFT_HAND, HumanoidBone.LEFT_FOOT,
                HumanoidBone.RIGHT_HAND, HumanoidBone.RIGHT_FOOT)) {
            assertTurned(turn(truth, bone), turn(pose, bone), bone.unityName());
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1, 2})
    void shouldBendAnElbowAboutItsHinge(double radians) {
        HumanoidPose bent = RigPeople.turned(RigPeople.tPose(), HumanoidBone.LEFT_LOWER_ARM,
                Quaternion.about(Vec3.Y, radians));

        HumanoidPose pose = solve(RigPeople.h36m(1, bent), 0);

        assertTurned(Quaternion.about(Vec3.Y, radians), pose.rotation(HumanoidBone.LEFT_LOWER_ARM), "forearm");
        assertTurned(Quaternion.IDENTITY, pose.rotation(HumanoidBone.LEFT_UPPER_ARM), "upper arm");
        assertTrue(at(pose, HumanoidBone.LEFT_HAND).z() > 0.1, "the hand comes forwards");
    }

    @Test
    void shouldKeepTheTwistOfALimbThatIsStretchedAndForgetItSlowly() {
        Quaternion twist = Quaternion.about(Vec3.X, 1);
        HumanoidPose twisted = RigPeople.turned(RigPeople.tPose(), HumanoidBone.RIGHT_UPPER_ARM, twist);
        HumanoidPose bent = RigPeople.turned(twisted, HumanoidBone.RIGHT_LOWER_ARM, Quaternion.about(Vec3.Y, -1));

        assertTurned(twist, solve(RigPeople.h36m(1, bent), 0).rotation(HumanoidBone.RIGHT_UPPER_ARM), "bent");
        HumanoidPose stretched = solve(RigPeople.h36m(1, twisted), FRAME);
        assertEquals(1, angle(stretched.rotation(HumanoidBone.RIGHT_UPPER_ARM)), 0.02);
        assertTurned(Quaternion.IDENTITY, stretched.rotation(HumanoidBone.RIGHT_LOWER_ARM), "straight");
        HumanoidPose later = null;
        for (int i = 2; i < 300; i++) {
            later = solve(RigPeople.h36m(1, twisted), i * FRAME);
        }
        assertEquals(0, angle(later.rotation(HumanoidBone.RIGHT_UPPER_ARM)), 0.02);
    }

    /** Networks see straight knees bent a little to either side; the foot must not turn round each time. */
    @Test
    void shouldNotTurnAThighRoundForAKneeThatSeemsBentTheWrongWay() {
        for (int i = 0; i < 60; i++) {
            double bend = i % 2 == 0 ? 0.1 : -0.2;
            HumanoidPose noisy = RigPeople.turned(RigPeople.tPose(), HumanoidBone.LEFT_LOWER_LEG,
                    Quaternion.about(Vec3.X, bend));

            Quaternion thigh = solve(RigPeople.h36m(1, noisy), i * FRAME).rotation(HumanoidBone.LEFT_UPPER_LEG);

            assertEquals(0, angle(thigh), 1e-3, "frame " + i);
        }
    }

    @Test
    void shouldTurnNothingSuddenlyWhileAnElbowIsStretched() {
        HumanoidPose arm = RigPeople.turned(RigPeople.tPose(), HumanoidBone.LEFT_UPPER_ARM,
                Quaternion.about(Vec3.X, 1.2));
        Quaternion last = null;
        for (int i = 0; i < 200; i++) {
            HumanoidPose bent = RigPeople.turned(arm, HumanoidBone.LEFT_LOWER_ARM,
                    Quaternion.about(Vec3.Y, Math.abs(100 - i) * 0.01));
            Quaternion now = solve(RigPeople.h36m(1, bent), i * FRAME).rotation(HumanoidBone.LEFT_UPPER_ARM);
            if (last != null) {
                assertTrue(angle(last.inverse().times(now)) < 0.1, "frame " + i);
            }
            last = now;
        }
    }

    @ParameterizedTest
    @EnumSource(Damage.class)
    void shouldKeepTheLastRotationOfBonesWhosePointsAreNotKnown(Damage damage) {
        HumanoidPose truth = RigPeople.any(new Random(7));
        PersonPose person = RigPeople.h36m(1, truth);
        HumanoidPose before = solve(person, 0);

        PersonPose damaged = RigPeople.with(person, "right_wrist", damage.done(joint(person, "right_wrist"),
                joint(person, "right_elbow")));
        HumanoidPose after = solve(damaged, FRAME);

        assertTurned(before.rotation(HumanoidBone.RIGHT_LOWER_ARM), after.rotation(HumanoidBone.RIGHT_LOWER_ARM),
                "forearm");
        assertNear(before.position(HumanoidBone.RIGHT_HAND), after.position(HumanoidBone.RIGHT_HAND), "length");
        assertTurned(before.rotation(HumanoidBone.LEFT_LOWER_ARM), after.rotation(HumanoidBone.LEFT_LOWER_ARM),
                "the other arm");
    }

    private enum Damage {
        NOT_A_NUMBER, ENDLESS, NOT_TRUSTED, NO_CONFIDENCE, COINCIDENT;

        Keypoint3D done(Keypoint3D joint, Keypoint3D neighbour) {
            return switch (this) {
                case NOT_A_NUMBER -> new Keypoint3D(Float.NaN, joint.y(), joint.z(), 0.9f);
                case ENDLESS -> new Keypoint3D(joint.x(), Float.NEGATIVE_INFINITY, joint.z(), 0.9f);
                case NOT_TRUSTED -> new Keypoint3D(5, 5, 5, 0.19f);
                case NO_CONFIDENCE -> new Keypoint3D(5, 5, 5, Float.NaN);
                case COINCIDENT -> neighbour;
            };
        }
    }

    @Test
    void shouldStandInTheTPoseWhereNothingIsKnown() {
        for (float coordinate : new float[] {0, Float.NaN, Float.MAX_VALUE}) {
            List<Keypoint3D> joints = SkeletonTopology.H36M_17.joints().stream()
                    .map(joint -> new Keypoint3D(coordinate, coordinate, coordinate, 1)).toList();
            PersonPose person = new PersonPose(1, 1, null, SkeletonTopology.COCO_17, List.of(),
                    SkeletonTopology.H36M_17, joints);

            HumanoidPose pose = new HumanoidSolver().solve(BodyPoints.of(person), 0);

            assertEquals(RigPeople.tPose().rotations(), pose.rotations());
            assertEquals(0.93, pose.hipsPosition().y(), 1e-9);
        }
    }

    /** Any rubbish: rotations stay rotations. */
    @Property(tries = 1000)
    void shouldAlwaysGiveRotations(@ForAll long seed) {
        Random random = new Random(seed);
        HumanoidSolver one = new HumanoidSolver();
        PersonPose person = RigPeople.blazepose(1, RigPeople.any(random));
        for (int i = 0; i < 5; i++) {
            PersonPose damaged = person;
            for (int k = 0; k < 12; k++) {
                Joint joint = person.topology3d().joint(random.nextInt(33));
                Keypoint3D other = person.joints3d().get(random.nextInt(33));
                damaged = RigPeople.with(damaged, joint.name(), random.nextInt(4) > 0 ? other
                        : new Keypoint3D(random.nextFloat() / 0, 0, 1e30f * random.nextFloat(), 1));
            }
            HumanoidPose pose = one.solve(BodyPoints.of(damaged), (i - random.nextInt(2)) * FRAME);
            pose.rotations().forEach(q -> assertEquals(1, q.dot(q), 1e-9, () -> "seed " + seed));
        }
    }

    @Test
    void shouldGiveTheNearerOfTheTwoQuaternions() {
        Quaternion last = Quaternion.IDENTITY;
        for (int i = 0; i < 100; i++) {
            HumanoidPose spun = RigPeople.turned(RigPeople.tPose(), HumanoidBone.HIPS,
                    Quaternion.about(Vec3.Y, 0.13 * i));
            Quaternion now = solve(RigPeople.h36m(1, spun), i * FRAME).rotation(HumanoidBone.HIPS);
            assertEquals(Math.cos(0.065), i == 0 ? Math.cos(0.065) : last.dot(now), 1e-5, "frame " + i);
            last = now;
        }
    }

    @Test
    void shouldPutTheLowestFootOnTheFloor() {
        HumanoidPose sitting = RigPeople.tPose();
        for (Limb leg : List.of(Limb.LEFT_LEG, Limb.RIGHT_LEG)) {
            sitting = RigPeople.turned(sitting, leg.upper(), Quaternion.about(Vec3.X, -Math.PI / 2));
            sitting = RigPeople.turned(sitting, leg.lower(), Quaternion.about(Vec3.X, Math.PI / 2));
        }

        HumanoidPose pose = solve(RigPeople.h36m(1, sitting), 0);

        assertEquals(0.42 + 0.08, pose.hipsPosition().y(), METRES);
        assertEquals(0.43, at(pose, HumanoidBone.LEFT_LOWER_LEG).z(), METRES);
    }

    @Test
    void shouldSteadyTheLengthsOfBones() {
        PersonPose person = RigPeople.h36m(1, RigPeople.tPose());
        solve(person, 0);
        Keypoint3D wrist = joint(person, "left_wrist");
        PersonPose longer = RigPeople.with(person, "left_wrist",
                new Keypoint3D(wrist.x() + 0.1f, wrist.y(), wrist.z(), 1));

        double after = solve(longer, 1_000_000_000).position(HumanoidBone.LEFT_HAND).length();

        assertEquals(0.25 + 0.1 * (1 - Math.exp(-1)), after, 1e-6);
        assertEquals(after, solve(person, 1_000_000_000).position(HumanoidBone.LEFT_HAND).length(), 0,
                "a frame of the same time changes no length");
    }

    private HumanoidPose solve(PersonPose person, long captureNanos) {
        return solver.solve(BodyPoints.of(person), captureNanos);
    }

    private static Keypoint3D joint(PersonPose person, String name) {
        return person.joints3d().get(person.topology3d().indexOf(name));
    }

    private static Vec3 at(HumanoidPose pose, HumanoidBone bone) {
        return pose.worldPositions().get(bone.ordinal());
    }

    private static Quaternion turn(HumanoidPose pose, HumanoidBone bone) {
        Quaternion rotation = Quaternion.IDENTITY;
        for (HumanoidBone b = bone; b != null; b = b.parent()) {
            rotation = pose.rotation(b).times(rotation);
        }
        return rotation;
    }

    private static double angle(Quaternion q) {
        return 2 * Math.atan2(new Vec3(q.x(), q.y(), q.z()).length(), Math.abs(q.w()));
    }

    private static void assertTurned(Quaternion expected, Quaternion actual, String what) {
        assertEquals(0, angle(expected.inverse().times(actual)), RADIANS, what);
    }

    private static void assertNear(Vec3 expected, Vec3 actual, String what) {
        assertEquals(0, expected.minus(actual).length(), METRES, () -> what + ": " + expected + ", but " + actual);
    }
}
