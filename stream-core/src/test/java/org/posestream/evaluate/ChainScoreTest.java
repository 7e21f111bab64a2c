package org.posestream.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.posestream.pose.BoundingBox;
import org.posestream.pose.Keypoint2D;
import org.posestream.pose.Keypoint3D;
import org.posestream.pose.PersonPose;
import org.posestream.pose.PoseFrame;
import org.posestream.pose.SkeletonTopology;

class ChainScoreTest {

    private long sequence;

    @Test
    void shouldFindNoFaultWithTheTruthItself() throws IOException {
        ChainFigures figures = score(clip(3, TruePeople.at(100, 17)),
                List.of(found(1, 100, 0)), List.of(found(1, 100, 0)), List.of(found(1, 100, 0)));

        assertRow(figures.withDetectorRuns(1), 3, 100, Double.NaN, 0, 0, 0, 0, 0, 0, 0, 0, 100, 100, 100 / 3.0);
    }

    /** The torso is 60 pixels long: a joint may be 12 pixels off. */
    @Test
    void shouldCountJointsWithinAFifthOfTheTorso() throws IOException {
        ChainFigures figures = score(clip(2, TruePeople.at(100, 17)),
                List.of(found(1, 111.9, 0)), List.of(found(1, 112.1, 0)));

        assertEquals(0.5, figures.poses().pck().value());
        assertEquals(34, figures.poses().pck().count());
    }

    /** People of these tests are 160 pixels tall: their pairs must be more than 12.8 apart. */
    @Test
    void shouldCountPairsOfJointsWhoseSidesAreExchanged() throws IOException {
        TruePerson person = TruePeople.at(100, 17);
        PersonPose right = found(1, 100, 0);
        person.joints2d()[13][0] += 14;
        person.joints2d()[15][0] += 12;
        List<Keypoint2D> exchanged = new ArrayList<>(right.joints2d());
        exchanged.set(13, new Keypoint2D(100, 140, 0.9f));
        exchanged.set(14, new Keypoint2D(114, 140, 0.9f));
        PersonPose wrong = new PersonPose(1, 0.9f, right.box(), right.topology2d(), exchanged, right.topology3d(),
                right.joints3d());

        ChainFigures figures = score(clip(2, person), List.of(right), List.of(wrong));

        assertEquals(0.5, figures.poses().swaps().value(), "a knee that is off is not exchanged");
        assertEquals(2, figures.poses().swaps().count(), "the ankles are too near to each other");
    }

    /** One of 17 joints is 1/32 m off, then -1/32 m, then 1/32 m: it swings by 1/8 m in a squared frame. */
    @Test
    void shouldMeasureMillimetresAndTheirAcceleration() throws IOException {
        ChainFigures figures = score(clip(3, TruePeople.at(100, 17)),
                List.of(found(1, 100, 1 / 32.0)), List.of(found(1, 100, -1 / 32.0)), List.of(found(1, 100, 1 / 32.0)));

        assertEquals(1 / 32.0 / 17, figures.poses().mpjpe().value(), 1e-7);
        assertEquals(1 / 8.0 / 17, figures.poses().acceleration().value(), 1e-9);
        assertEquals(1, figures.poses().acceleration().count());
    }

    @Test
    void shouldMeasureNoAccelerationAcrossAnotherIdentityOrAGap() throws IOException {
        ChainFigures figures = score(clip(7, TruePeople.at(100, 17)), List.of(found(1, 100, 0)),
                List.of(found(1, 100, 0)), List.of(found(2, 100, 0)), List.of(found(2, 100, 0)), List.of(),
                List.of(found(2, 100, 0)), List.of(found(2, 100, 0)));

        assertEquals(0, figures.poses().acceleration().count());
        assertEquals(new IdentityFigures(7, 6, 0, 1, 1, 4), figures.identities());
    }

    @Test
    void shouldCountMissedAndFalsePeople() throws IOException {
        ChainFigures figures = score(clip(2, TruePeople.at(100, 17), TruePeople.at(300, 17)),
                List.of(found(1, 100, 0), found(2, 300, 0)), List.of(found(1, 100, 0), found(3, 500, 0)));

        assertEquals(new IdentityFigures(4, 3, 1, 0, 0, 3), figures.identities());
    }

    @Test
    void shouldNeitherAskForNorMindWhomNobodyCanSee() throws IOException {
        ChainFigures figures = score(clip(2, TruePeople.at(100, 5)), List.of(found(1, 100, 9)), List.of());

        assertEquals(IdentityFigures.NONE, figures.identities());
        assertEquals(PoseFigures.NONE, figures.poses());
        assertTrue(Double.isNaN(figures.row("hidden").values().get(1)));
    }

    @Test
    void shouldTakeOtherTopologies() throws IOException {
        SkeletonTopology blazePose = SkeletonTopology.BLAZEPOSE_33;
        Keypoint2D[] joints = Stream.generate(() -> new Keypoint2D(900, 900, 1)).limit(33).toArray(Keypoint2D[]::new);
        for (int k = 0; k < 17; k++) {
            joints[blazePose.indexOf(SkeletonTopology.COCO_17.joint(k).name())] = joints2d(100).get(k);
        }
        PersonPose person = new PersonPose(1, 1, new BoundingBox(0, 0, 9, 9), blazePose, List.of(joints), blazePose,
                List.of());

        ChainFigures figures = score(clip(1, TruePeople.at(100, 17)), List.of(person));

        assertEquals(1, figures.poses().pck().value());
        assertEquals(0, figures.poses().mpjpe().count());
    }

    @Test
    void shouldRefuseTheTruthOfAnotherClip() throws IOException {
        ClipTruth truth = clip(1, TruePeople.at(100, 17));
        ChainScore score = new ChainScore(truth);

        assertEquals("the clip has fewer frames (0) than its truth, which has 1; give the truth of this clip",
                assertThrows(IOException.class, score::finish).getMessage());
        score.write(frame(List.of()), null);
        score.finish();
        assertEquals("clip has more frames than its truth, which has 1; give the truth of this clip",
                assertThrows(IOException.class, () -> score.write(frame(List.of()), null)).getMessage());
        PoseFrame small = new PoseFrame("clip", 1, 0, 320, 180, List.of(), List.of());
        assertEquals("clip is 320 x 180 pixels large, but its truth 640 x 360; give the truth of this clip",
                assertThrows(IOException.class, () -> score.write(small, null)).getMessage());
    }

    @Test
    void shouldAddClipsUp() throws IOException {
        ChainFigures one = score(clip(1, TruePeople.at(100, 17)), List.of(found(1, 100, 1 / 32.0)));
        ChainFigures other = score(clip(3, TruePeople.at(100, 17)), List.of(found(1, 100, 0)), List.of(), List.of());

        ChainFigures both = ChainFigures.NONE.plus(one).plus(other);

        assertEquals(4, both.frames());
        assertEquals(1 / 64.0 / 17, both.poses().mpjpe().value(), 1e-7);
        assertEquals(new IdentityFigures(4, 2, 0, 0, 0, 2), both.identities());
    }

    private ChainFigures score(ClipTruth truth, List<?>... frames) throws IOException {
        ChainScore score = new ChainScore(truth);
        for (List<?> people : frames) {
            score.write(frame(people.stream().map(PersonPose.class::cast).toList()), null);
        }
        score.finish();
        return score.figures();
    }

    private PoseFrame frame(List<PersonPose> people) {
        return new PoseFrame("clip", sequence++, 0, 640, 360, List.of(), people);
    }

    private static ClipTruth clip(int frames, TruePerson... people) {
        return new ClipTruth(30, 640, 360, Stream.generate(() -> List.of(people)).limit(frames).toList());
    }

    private static PersonPose found(long id, double x, double wristDepth) {
        List<Keypoint3D> joints3d = Arrays.stream(TruePeople.joints3d(wristDepth))
                .map(p -> new Keypoint3D((float) p[0], (float) p[1], (float) p[2] - 3, 0.9f)).toList();
        return new PersonPose(id, 0.9f, new BoundingBox((float) x - 20, 20, 40, 160), SkeletonTopology.COCO_17,
                joints2d(x), SkeletonTopology.H36M_17, joints3d);
    }

    private static List<Keypoint2D> joints2d(double x) {
        return Arrays.stream(TruePeople.joints2d(x)).map(p -> new Keypoint2D((float) p[0], (float) p[1], 0.9f))
                .toList();
    }

    private static void assertRow(ChainFigures figures, double... expected) {
        double[] values = figures.row("clip").values().stream().mapToDouble(Double::doubleValue).toArray();
        assertEquals(ChainFigures.columns().size(), expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], values[i], 1e-4, ChainFigures.columns().get(i).key());
        }
    }
}
