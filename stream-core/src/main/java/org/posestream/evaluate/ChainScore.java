package org.posestream.evaluate;

import java.io.IOException;
import java.util.List;
import org.posestream.export.PoseWriter;
import org.posestream.frame.FrameBuffer;
import org.posestream.pose.Keypoint2D;
import org.posestream.pose.Keypoint3D;
import org.posestream.pose.PersonPose;
import org.posestream.pose.PoseFrame;
import org.posestream.pose.SkeletonTopology;
import org.posestream.pose.TopologyMapping;

/**
 * Takes the frames of a clip as the pipeline puts them out and compares them with the truth. Who is whom is decided
 * anew in every frame, by the joints in the image. Poses are compared where people who can be seen are found. Nobody
 * is missed while fewer than six of their joints can be seen, and then it is no fault either to find them.
 */
public final class ChainScore implements PoseWriter {

    private final ClipTruth truth;
    private final IdentityTally identities;
    private final PoseTally poses;
    private int frames;

    public ChainScore(ClipTruth truth) {
        this.truth = truth;
        identities = new IdentityTally(truth.peopleCount());
        poses = new PoseTally(truth.peopleCount());
    }

    /** @throws IOException in one line, when the truth is not that of this clip */
    @Override
    public void write(PoseFrame frame, FrameBuffer pixels) throws IOException {
        if (frame.imageWidth() != truth.imageWidth() || frame.imageHeight() != truth.imageHeight()) {
            throw new IOException("%s is %d x %d pixels large, but its truth %d x %d; give the truth of this clip"
                    .formatted(frame.stream(), frame.imageWidth(), frame.imageHeight(), truth.imageWidth(),
                            truth.imageHeight()));
        }
        if (frames == truth.frames().size()) {
            throw otherLength(frame.stream() + " has more frames");
        }
        score(truth.frames().get(frames), frame.people());
        frames++;
    }

    /** @throws IOException in one line, when the clip was shorter than its truth */
    @Override
    public void finish() throws IOException {
        if (frames < truth.frames().size()) {
            throw otherLength("the clip has fewer frames (" + frames + ")");
        }
    }

    @Override
    public void close() {
        // nothing to free
    }

    /** What was reached so far. */
    public ChainFigures figures() {
        return new ChainFigures(frames, 0, identities.figures(), poses.figures());
    }

    private IOException otherLength(String clip) {
        return new IOException(clip + " than its truth, which has " + truth.frames().size()
                + "; give the truth of this clip");
    }

    private void score(List<TruePerson> people, List<PersonPose> found) {
        double[][][] joints = found.stream().map(ChainScore::joints2d).toArray(double[][][]::new);
        int[] foundOf = PersonMatcher.match(people, joints);
        boolean[] isSomebody = new boolean[found.size()];
        for (int person = 0; person < foundOf.length; person++) {
            int index = foundOf[person];
            if (index != PersonMatcher.NOBODY) {
                isSomebody[index] = true;
            }
            if (!people.get(person).isSeen()) {
                continue;
            }
            if (index == PersonMatcher.NOBODY) {
                identities.missed(person);
            } else {
                identities.found(person, found.get(index).id());
                poses.add2d(people.get(person), joints[index]);
                compare3d(person, people.get(person), found.get(index));
            }
        }
        for (boolean somebody : isSomebody) {
            if (!somebody) {
                identities.falsePerson();
            }
        }
    }

    private void compare3d(int person, TruePerson exact, PersonPose found) {
        if (!found.joints3d().isEmpty()) {
            poses.add3d(person, frames, found.id(), joints3d(found), exact.joints3d());
        }
    }

    private static double[][] joints2d(PersonPose person) {
        float[] from = new float[3 * person.joints2d().size()];
        int at = 0;
        for (Keypoint2D joint : person.joints2d()) {
            from[at++] = joint.x();
            from[at++] = joint.y();
            from[at++] = joint.confidence();
        }
        return mapped(from, 2, TopologyMapping.between(person.topology2d(), SkeletonTopology.COCO_17));
    }

    private static double[][] joints3d(PersonPose person) {
        float[] from = new float[4 * person.joints3d().size()];
        int at = 0;
        for (Keypoint3D joint : person.joints3d()) {
            from[at++] = joint.x();
            from[at++] = joint.y();
            from[at++] = joint.z();
            from[at++] = joint.confidence();
        }
        return mapped(from, 3, TopologyMapping.between(person.topology3d(), SkeletonTopology.H36M_17));
    }

    private static double[][] mapped(float[] from, int dims, TopologyMapping mapping) {
        int count = mapping.target().jointCount();
        float[] to = new float[count * (dims + 1)];
        mapping.map(from, 0, dims, to, 0);
        double[][] joints = new double[count][dims];
        for (int i = 0; i < count * dims; i++) {
            joints[i / dims][i % dims] = to[i / dims * (dims + 1) + i % dims];
        }
        return joints;
    }
}
