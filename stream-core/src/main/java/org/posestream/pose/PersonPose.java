package org.posestream.pose;

import java.util.List;

/**
 * One person in one frame.
 *
 * @param id the track's identity, never given twice in a run; 0 while the person is not tracked
 * @param state whether the person was seen in this frame
 * @param score confidence that somebody is there, 0..1
 * @param box where, in image pixels
 * @param topology2d order of {@code joints2d}; null where there are none to be had
 * @param joints2d K joints in image pixels; empty for somebody lost
 * @param topology3d order of {@code joints3d}; null where there are none to be had
 * @param joints3d K' joints in metres, root-relative, camera axes; empty when no lifter ran
 */
public record PersonPose(long id, PersonState state, float score, BoundingBox box,
        SkeletonTopology topology2d, List<Keypoint2D> joints2d, SkeletonTopology topology3d,
        List<Keypoint3D> joints3d) {

    public PersonPose {
        joints2d = List.copyOf(joints2d);
        joints3d = List.copyOf(joints3d);
    }

    /** Somebody seen in this frame. */
    public PersonPose(long id, float score, BoundingBox box, SkeletonTopology topology2d, List<Keypoint2D> joints2d,
            SkeletonTopology topology3d, List<Keypoint3D> joints3d) {
        this(id, PersonState.TRACKED, score, box, topology2d, joints2d, topology3d, joints3d);
    }
}
