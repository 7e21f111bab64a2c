package org.posestream.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.posestream.pose.BoundingBox;
import org.posestream.pose.SkeletonTopology;

/** A person whose torso measures 100 pixels in both diagonals; the box has 100 x 200 pixels. */
class Pose2dScoreTest {

    private static final double EXACT = 1e-9;

    private final float[] truth = new float[PoseSample.VALUES];
    private final float[] found = new float[PoseSample.VALUES];
    private final Pose2dScore score = new Pose2dScore();

    Pose2dScoreTest() {
        both("left_shoulder", 80, 20, 1);
        both("right_shoulder", 20, 20, 1);
        both("left_hip", 80, 100, 1);
        both("right_hip", 20, 100, 1);
    }

    @Test
    void shouldCountJointsWithinAFifthOfTheTorso() {
        find("left_shoulder", 80, 40);
        find("right_hip", 20.1f, 120);

        add();

        assertEquals(3 / 4.0, score.pck(), EXACT);
    }

    @Test
    void shouldLeaveOutFacesAndUnknownJoints() {
        both("nose", 50, 0, 1);
        both("left_knee", 80, 150, 0.4f);
        find("nose", 0, 200);
        find("left_knee", 0, 0);

        add();

        assertEquals(1, score.pck(), EXACT);
    }

    @Test
    void shouldTakeTheDiagonalThatIsKnown() {
        both("left_shoulder", 80, 20, 0);
        find("left_hip", 80, 119);
        find("right_hip", 20, 121);

        add();

        assertEquals(2 / 3.0, score.pck(), EXACT);
    }

    @Test
    void shouldNotJudgeAPersonWithoutTorso() {
        both("left_shoulder", 80, 20, 0);
        both("right_shoulder", 20, 20, 0);

        add();

        assertTrue(Double.isNaN(score.pck()));
    }

    /** exp(-100 / (2 * 10600 * 0.158^2)) = 0.82781 for the shoulder that is ten pixels off, 1 for the three others. */
    @Test
    void shouldMeasureSimilarityByTheAreaOfThePerson() {
        find("left_shoulder", 90, 20);

        add();

        assertEquals((3 + Math.exp(-100 / (2 * 10600 * 0.158 * 0.158))) / 4, score.oks(), 1e-6);
    }

    @Test
    void shouldMeasureSimilarityOfThreeJointsButNotOfTwo() {
        both("left_shoulder", 80, 20, 0);
        add();
        both("right_shoulder", 20, 20, 0);
        find("left_hip", 0, 0);
        add();

        assertEquals(1, score.oks(), EXACT);
    }

    @Test
    void shouldCountPairsThatAreExchanged() {
        both("left_wrist", 95, 60, 1);
        both("right_wrist", 5, 60, 1);
        find("left_wrist", 5, 64);
        find("right_wrist", 90, 60);

        add();

        assertEquals(1 / 3.0, score.swapRate(), EXACT);
    }

    @Test
    void shouldNotCallOneWrongSideExchanged() {
        find("left_shoulder", 20, 20);

        add();

        assertEquals(0, score.swapRate(), EXACT);
    }

    /** 0.08 of 200 pixels are 16. */
    @Test
    void shouldLeaveOutPairsThatLieTogether() {
        both("left_wrist", 60, 60, 1);
        both("right_wrist", 44, 60, 1);
        find("left_wrist", 44, 60);
        find("right_wrist", 60, 60);

        add();

        assertEquals(0, score.swapRate(), EXACT);
    }

    /** The same person measured by pose_eval.py of models/training, which is an implementation of its own. */
    @Test
    void shouldAgreeWithTheTrainingRecipes() {
        both("left_wrist", 95, 60, 1);
        both("right_wrist", 5, 60, 1);
        both("left_knee", 60, 150, 0.4f);
        find("left_shoulder", 90, 20);
        find("left_wrist", 5, 64);
        find("right_wrist", 90, 60);
        find("right_shoulder", 20, 41);
        find("right_hip", 20, 119);

        add();

        assertEquals(0.5, score.pck(), EXACT);
        assertEquals(0.4919870002, score.oks(), 1e-6);
        assertEquals(0.3333333333, score.swapRate(), EXACT);
    }

    private void add() {
        PoseSample sample = new PoseSample(new ImageFile(Path.of("a.jpg"), 0, 0), new BoundingBox(0, 0, 100, 200), 0,
                truth);
        score.add(found, sample.within(1000, 1000));
    }

    private void both(String joint, float x, float y, float trust) {
        int i = 3 * SkeletonTopology.COCO_17.indexOf(joint);
        truth[i] = x;
        truth[i + 1] = y;
        truth[i + 2] = trust;
        find(joint, x, y);
    }

    private void find(String joint, float x, float y) {
        int i = 3 * SkeletonTopology.COCO_17.indexOf(joint);
        found[i] = x;
        found[i + 1] = y;
    }
}
