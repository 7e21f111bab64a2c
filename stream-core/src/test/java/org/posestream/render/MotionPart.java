package org.posestream.render;

import java.io.IOException;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A part of a motion that somebody goes through in a clip.
 *
 * @param clip its name in the motion archive
 * @param firstFrame where the part begins
 * @param frames how many, one a frame of the rendered clip
 * @param turnDegrees about the vertical, from z towards x
 */
record MotionPart(String clip, int firstFrame, int frames, double turnDegrees) {

    /** The poses of a body, its path about the origin. */
    List<BodyPose> poses(MocapArchive archive, BodyMesh body) throws IOException {
        MocapClip whole = archive.clip(clip);
        if (firstFrame + frames > whole.frames().length) {
            throw new IOException("clip '" + clip + "' has only " + whole.frames().length + " frames");
        }
        Rotation turn = Rotation.about(Vec3.Y, Math.toRadians(turnDegrees));
        Vec3[][] part = Arrays.stream(whole.frames(), firstFrame, firstFrame + frames)
                .map(frame -> Arrays.stream(frame).map(turn::apply).toArray(Vec3[]::new)).toArray(Vec3[][]::new);
        List<BodyPose> poses = new BodyPoser(body.rest()).pose(new MocapClip(clip, part));
        Vec3 middle = new Vec3(middle(poses, Vec3::x), 0, middle(poses, Vec3::z));
        return poses.stream().map(pose -> pose.moved(middle.times(-1))).toList();
    }

    private static double middle(List<BodyPose> poses, ToDoubleFunction<Vec3> axis) {
        DoubleSummaryStatistics values = poses.stream().map(pose -> pose.origins().get(BodyBone.PELVIS))
                .mapToDouble(axis).summaryStatistics();
        return (values.getMin() + values.getMax()) / 2;
    }
}
