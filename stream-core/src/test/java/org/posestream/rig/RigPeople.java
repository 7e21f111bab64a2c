package org.posestream.rig;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.posestream.pose.BoundingBox;
import org.posestream.pose.Keypoint3D;
import org.posestream.pose.PersonPose;
import org.posestream.pose.SkeletonTopology;

/** People in known postures, as the pipeline gives them. */
public final class RigPeople {

    private static final BoundingBox BOX = new BoundingBox(100, 50, 200, 500);

    private RigPeople() {
    }

    /** Somebody whose joints are where this pose has them. */
    public static PersonPose h36m(long id, HumanoidPose pose) {
        return person(id, SkeletonTopology.H36M_17, pose);
    }

    /** The same with face, hands and feet. */
    public static PersonPose blazepose(long id, HumanoidPose pose) {
        return person(id, SkeletonTopology.BLAZEPOSE_33, pose);
    }

    /** The same person with one joint changed. */
    public static PersonPose with(PersonPose person, String joint, Keypoint3D value) {
        List<Keypoint3D> joints = new ArrayList<>(person.joints3d());
        joints.set(person.topology3d().indexOf(joint), value);
        return new PersonPose(person.id(), person.score(), person.box(), person.topology2d(), person.joints2d(),
                person.topology3d(), joints);
    }

    private static PersonPose person(long id, SkeletonTopology topology, HumanoidPose pose) {
        Vec3 hips = at(pose, HumanoidBone.HIPS);
        List<Keypoint3D> joints = topology.joints().stream().map(joint -> {
            // Camera axes: x right, y down, z away; the person of the package's description faces the camera.
            Vec3 p = hips.minus(point(pose, joint.name()));
            return new Keypoint3D((float) p.x(), (float) p.y(), (float) p.z(), 0.9f);
        }).toList();
        return new PersonPose(id, 0.9f, BOX, SkeletonTopology.COCO_17, List.of(), topology, joints);
    }

    /** Where a joint of ours is, Unity's axes, by its name in either topology. */
    public static Vec3 point(HumanoidPose pose, String joint) {
        Vec3 hips = at(pose, HumanoidBone.HIPS);
        String side = joint.startsWith("left") ? "LEFT_" : "RIGHT_";
        return switch (joint) {
            case "pelvis" -> hips;
            case "spine" -> at(pose, HumanoidBone.CHEST);
            case "thorax" -> at(pose, HumanoidBone.NECK);
            case "head" -> at(pose, HumanoidBone.HEAD);
            case "neck", "nose" -> on(pose, HumanoidBone.HEAD, HumanoidSolver.NOSE_AIM.times(0.108));
            case "left_ear", "right_ear" -> on(pose, HumanoidBone.HEAD, new Vec3(side.equals("LEFT_") ? -0.07 : 0.07,
                    0, 0));
            case "left_heel", "right_heel" -> on(pose, bone(side, "FOOT"), new Vec3(0, -0.06, -0.05));
            case "left_foot_index", "right_foot_index" -> on(pose, bone(side, "FOOT"), new Vec3(0, -0.06, 0.13));
            case "left_index", "right_index" -> at(pose, bone(side, "INDEX_PROXIMAL"));
            case "left_pinky", "right_pinky" -> at(pose, bone(side, "LITTLE_PROXIMAL"));
            default -> limb(pose, joint, side);
        };
    }

    private static Vec3 limb(HumanoidPose pose, String joint, String side) {
        return switch (joint.substring(joint.indexOf('_') + 1).toLowerCase(Locale.ROOT)) {
            case "hip" -> at(pose, bone(side, "UPPER_LEG"));
            case "knee" -> at(pose, bone(side, "LOWER_LEG"));
            case "ankle" -> at(pose, bone(side, "FOOT"));
            case "shoulder" -> at(pose, bone(side, "UPPER_ARM"));
            case "elbow" -> at(pose, bone(side, "LOWER_ARM"));
            case "wrist" -> at(pose, bone(side, "HAND"));
            default -> at(pose, HumanoidBone.HEAD);
        };
    }

    /**
     * Any posture that people can take: trunk, head, collar bones, upper arms and thighs turned any which way within
     * their range, elbows and knees bent as hinges, of a person of any proportions.
     */
    public static HumanoidPose any(Random random) {
        Quaternion[] turns = new Quaternion[HumanoidBone.all().size()];
        Arrays.fill(turns, Quaternion.IDENTITY);
        set(turns, HumanoidBone.HIPS, tilt(random, Math.PI));
        // How the pelvis tilts on the spine cannot be told from joints: upright is where the trunk goes.
        set(turns, HumanoidBone.SPINE, Quaternion.about(Vec3.Z, 0.5 * (random.nextDouble() - 0.5)));
        set(turns, HumanoidBone.CHEST, tilt(random, 0.5));
        set(turns, HumanoidBone.HEAD, tilt(random, 0.7));
        for (Limb arm : List.of(Limb.LEFT_ARM, Limb.RIGHT_ARM)) {
            set(turns, arm.upper().parent(), swing(random, arm.aim(), 0.4));
            bend(turns, arm, random, 2.4);
        }
        for (Limb leg : List.of(Limb.LEFT_LEG, Limb.RIGHT_LEG)) {
            bend(turns, leg, random, 1.5);
        }
        return new HumanoidPose(proportions(random), new Vec3(0, 1, 0), Arrays.asList(turns));
    }

    /** The T-pose of the standard skeleton. */
    public static HumanoidPose tPose() {
        HumanoidSkeleton skeleton = HumanoidSkeleton.STANDARD;
        return new HumanoidPose(skeleton, skeleton.offset(HumanoidBone.HIPS),
                Collections.nCopies(HumanoidBone.all().size(), Quaternion.IDENTITY));
    }

    /** The pose with one more bone turned. */
    public static HumanoidPose turned(HumanoidPose pose, HumanoidBone bone, Quaternion rotation) {
        List<Quaternion> rotations = new ArrayList<>(pose.rotations());
        rotations.set(bone.ordinal(), rotation);
        return new HumanoidPose(pose.skeleton(), pose.hipsPosition(), rotations);
    }

    private static HumanoidSkeleton proportions(Random random) {
        List<Vec3> offsets = new ArrayList<>();
        for (HumanoidBone bone : HumanoidBone.all()) {
            offsets.add(HumanoidSkeleton.STANDARD.offset(bone).times(0.8 + 0.4 * random.nextDouble()));
        }
        for (HumanoidBone bone : HumanoidBone.all()) {
            if (bone.name().matches("SPINE|.*(TOES|PROXIMAL)")) {
                offsets.set(bone.ordinal(), HumanoidSkeleton.STANDARD.offset(bone));
            }
        }
        double hips = Math.abs(offsets.get(HumanoidBone.LEFT_UPPER_LEG.ordinal()).x());
        offsets.set(HumanoidBone.RIGHT_UPPER_LEG.ordinal(), new Vec3(hips, 0, 0));
        double half = offsets.get(HumanoidBone.NECK.ordinal()).y();
        offsets.set(HumanoidBone.UPPER_CHEST.ordinal(), new Vec3(0, half, 0));
        offsets.set(HumanoidBone.LEFT_SHOULDER.ordinal(), new Vec3(-0.03, half, 0));
        offsets.set(HumanoidBone.RIGHT_SHOULDER.ordinal(), new Vec3(0.03, half, 0));
        return new HumanoidSkeleton(offsets);
    }

    /** Twist and swing of the upper bone, and a bend of 20 degrees or more about the hinge of the lower one. */
    private static void bend(Quaternion[] turns, Limb limb, Random random, double most) {
        Quaternion twist = Quaternion.about(limb.aim(), random.nextDouble() - 0.5);
        set(turns, limb.upper(), swing(random, limb.aim(), 1.4).times(twist));
        set(turns, limb.lower(), Quaternion.about(limb.hinge(), 0.35 + most * random.nextDouble()));
    }

    /** A turn about an axis at right angles to a direction. */
    private static Quaternion swing(Random random, Vec3 aim, double most) {
        return Quaternion.about(direction(random).across(aim).unit(), most * random.nextDouble());
    }

    private static Quaternion tilt(Random random, double most) {
        return Quaternion.about(direction(random), most * random.nextDouble());
    }

    private static Vec3 direction(Random random) {
        return new Vec3(random.nextGaussian(), random.nextGaussian(), random.nextGaussian()).unit();
    }

    private static HumanoidBone bone(String side, String name) {
        return HumanoidBone.valueOf(side + name);
    }

    private static void set(Quaternion[] turns, HumanoidBone bone, Quaternion turn) {
        turns[bone.ordinal()] = turn;
    }

    private static Vec3 at(HumanoidPose pose, HumanoidBone bone) {
        return pose.worldPositions().get(bone.ordinal());
    }

    /** A point that moves with a bone. */
    private static Vec3 on(HumanoidPose pose, HumanoidBone bone, Vec3 offset) {
        Quaternion rotation = Quaternion.IDENTITY;
        for (HumanoidBone b = bone; b != null; b = b.parent()) {
            rotation = pose.rotation(b).times(rotation);
        }
        return at(pose, bone).plus(rotation.rotate(offset));
    }
}
