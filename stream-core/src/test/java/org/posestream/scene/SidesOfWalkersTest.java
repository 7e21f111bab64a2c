package org.posestream.scene;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posestream.frame.PersonBuffer;
import org.posestream.pose.SkeletonTopology;
import org.posestream.render.PinholeCamera;
import org.posestream.render.Vec3;
import org.posestream.track.PersonTracker;

/** People whose joints are read exactly: whatever a tracker changes in them it spoils. */
class SidesOfWalkersTest {

    private static final PinholeCamera CAMERA =
            PinholeCamera.lookingAt(1280, 720, 1000, new Vec3(0, 1.6, 6.5), new Vec3(0, 0.95, 0));
    private static final int WALKERS = 20;
    private static final int SECONDS = 20;

    @ParameterizedTest
    @ValueSource(doubles = {60, 30, 20, 15, 14, 13, 12, 10, 7.5, 6, 5, 4, 3, 1})
    void shouldNotTouchPeopleWhoWalkInCircles(double framesPerSecond) {
        int frames = (int) (SECONDS * framesPerSecond);
        int spoilt = 0;
        for (int n = 0; n < WALKERS; n++) {
            double speed = 0.8 + 0.04 * n;
            Walker walker = new Walker(1.7, (double) n / WALKERS, 1 / framesPerSecond,
                    t -> new Vec3(Math.cos(t * speed), 0, Math.sin(t * speed)));
            spoilt += spoilt(new JointScene(CAMERA, frames, List.of(walker), List.of()), framesPerSecond);
        }
        assertTrue(spoilt * 1000 <= WALKERS * frames, spoilt + " of " + WALKERS * frames + " frames are spoilt");
    }

    private static int spoilt(JointScene scene, double framesPerSecond) {
        PersonTracker tracker = new PersonTracker(SkeletonTopology.COCO_17, 1);
        PersonBuffer people = new PersonBuffer(1, SkeletonTopology.COCO_17, SkeletonTopology.H36M_17);
        int spoilt = 0;
        for (int t = 0; t < scene.frames().size(); t++) {
            write(scene.frames().get(t).get(0), people);
            float[] read = people.joints2d().clone();
            tracker.assign(people, Math.round(t * 1e9 / framesPerSecond));
            spoilt += people.count() == 1 && Arrays.equals(read, people.joints2d()) ? 0 : 1;
        }
        return spoilt;
    }

    private static void write(JointScene.Body body, PersonBuffer people) {
        double[] box = body.box(false);
        people.clear();
        people.add((float) box[0], (float) box[1], (float) box[2], (float) box[3], 0.9f);
        for (int k = 0; k < JointScene.JOINTS; k++) {
            people.joints2d()[3 * k] = (float) body.joints()[k][0];
            people.joints2d()[3 * k + 1] = (float) body.joints()[k][1];
            people.joints2d()[3 * k + 2] = 0.9f;
        }
    }
}
