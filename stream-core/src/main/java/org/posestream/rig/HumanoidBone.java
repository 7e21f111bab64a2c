package org.posestream.rig;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The 55 bones of Unity's {@code HumanBodyBones}, in its order. A bone is the joint it turns about. */
public enum HumanoidBone {
    HIPS("Hips"),
    LEFT_UPPER_LEG("LeftUpperLeg"), RIGHT_UPPER_LEG("RightUpperLeg"),
    LEFT_LOWER_LEG("LeftLowerLeg"), RIGHT_LOWER_LEG("RightLowerLeg"),
    LEFT_FOOT("LeftFoot"), RIGHT_FOOT("RightFoot"),
    SPINE("Spine"), CHEST("Chest"), NECK("Neck"), HEAD("Head"),
    LEFT_SHOULDER("LeftShoulder"), RIGHT_SHOULDER("RightShoulder"),
    LEFT_UPPER_ARM("LeftUpperArm"), RIGHT_UPPER_ARM("RightUpperArm"),
    LEFT_LOWER_ARM("LeftLowerArm"), RIGHT_LOWER_ARM("RightLowerArm"),
    LEFT_HAND("LeftHand"), RIGHT_HAND("RightHand"),
    LEFT_TOES("LeftToes"), RIGHT_TOES("RightToes"),
    LEFT_EYE("LeftEye"), RIGHT_EYE("RightEye"), JAW("Jaw"),
    LEFT_THUMB_PROXIMAL("LeftThumbProximal"), LEFT_THUMB_INTERMEDIATE("LeftThumbIntermediate"),
    LEFT_THUMB_DISTAL("LeftThumbDistal"),
    LEFT_INDEX_PROXIMAL("LeftIndexProximal"), LEFT_INDEX_INTERMEDIATE("LeftIndexIntermediate"),
    LEFT_INDEX_DISTAL("LeftIndexDistal"),
    LEFT_MIDDLE_PROXIMAL("LeftMiddleProximal"), LEFT_MIDDLE_INTERMEDIATE("LeftMiddleIntermediate"),
    LEFT_MIDDLE_DISTAL("LeftMiddleDistal"),
    LEFT_RING_PROXIMAL("LeftRingProximal"), LEFT_RING_INTERMEDIATE("LeftRingIntermediate"),
    LEFT_RING_DISTAL("LeftRingDistal"),
    LEFT_LITTLE_PROXIMAL("LeftLittleProximal"), LEFT_LITTLE_INTERMEDIATE("LeftLittleIntermediate"),
    LEFT_LITTLE_DISTAL("LeftLittleDistal"),
    RIGHT_THUMB_PROXIMAL("RightThumbProximal"), RIGHT_THUMB_INTERMEDIATE("RightThumbIntermediate"),
    RIGHT_THUMB_DISTAL("RightThumbDistal"),
    RIGHT_INDEX_PROXIMAL("RightIndexProximal"), RIGHT_INDEX_INTERMEDIATE("RightIndexIntermediate"),
    RIGHT_INDEX_DISTAL("RightIndexDistal"),
    RIGHT_MIDDLE_PROXIMAL("RightMiddleProximal"), RIGHT_MIDDLE_INTERMEDIATE("RightMiddleIntermediate"),
    RIGHT_MIDDLE_DISTAL("RightMiddleDistal"),
    RIGHT_RING_PROXIMAL("RightRingProximal"), RIGHT_RING_INTERMEDIATE("RightRingIntermediate"),
    RIGHT_RING_DISTAL("RightRingDistal"),
    RIGHT_LITTLE_PROXIMAL("RightLittleProximal"), RIGHT_LITTLE_INTERMEDIATE("RightLittleIntermediate"),
    RIGHT_LITTLE_DISTAL("RightLittleDistal"),
    UPPER_CHEST("UpperChest");

    private static final List<HumanoidBone> ALL = List.of(values());
    private static final Map<HumanoidBone, HumanoidBone> PARENTS = new EnumMap<>(HumanoidBone.class);

    static {
        ALL.forEach(bone -> PARENTS.put(bone, bone.carrier()));
    }

    private static final List<HumanoidBone> PARENTS_FIRST = parentsFirst();

    private final String unityName;

    HumanoidBone(String unityName) {
        this.unityName = unityName;
    }

    /** The name in Unity and in the VMC protocol. */
    public String unityName() {
        return unityName;
    }

    /** The bone that carries this one, or null for {@link #HIPS}. */
    public HumanoidBone parent() {
        return PARENTS.get(this);
    }

    /** All bones in Unity's order, to walk over without a copy. */
    public static List<HumanoidBone> all() {
        return ALL;
    }

    /** All bones, each after its parent. */
    static List<HumanoidBone> inOrderOfDescent() {
        return PARENTS_FIRST;
    }

    private HumanoidBone carrier() {
        return switch (this) {
            case HIPS -> null;
            case SPINE, LEFT_UPPER_LEG, RIGHT_UPPER_LEG -> HIPS;
            case CHEST -> SPINE;
            case UPPER_CHEST -> CHEST;
            case NECK, LEFT_SHOULDER, RIGHT_SHOULDER -> UPPER_CHEST;
            case HEAD -> NECK;
            case LEFT_EYE, RIGHT_EYE, JAW -> HEAD;
            default -> ofLimb();
        };
    }

    /** Limbs and fingers are chains of bones on each side. */
    private HumanoidBone ofLimb() {
        String side = unityName.startsWith("Left") ? "LEFT_" : "RIGHT_";
        String bone = name().substring(side.length());
        String carrier = switch (bone) {
            case "LOWER_LEG" -> "UPPER_LEG";
            case "FOOT" -> "LOWER_LEG";
            case "TOES" -> "FOOT";
            case "UPPER_ARM" -> "SHOULDER";
            case "LOWER_ARM" -> "UPPER_ARM";
            case "HAND" -> "LOWER_ARM";
            default -> bone.endsWith("_PROXIMAL") ? "HAND"
                    : bone.replace("_INTERMEDIATE", "_PROXIMAL").replace("_DISTAL", "_INTERMEDIATE");
        };
        return valueOf(side + carrier);
    }

    private static List<HumanoidBone> parentsFirst() {
        List<HumanoidBone> order = new ArrayList<>();
        Set<HumanoidBone> left = EnumSet.allOf(HumanoidBone.class);
        while (!left.isEmpty()) {
            List<HumanoidBone> next = left.stream().filter(bone -> !left.contains(bone.parent())).toList();
            order.addAll(next);
            next.forEach(left::remove);
        }
        return List.copyOf(order);
    }
}
