package org.posestream.server.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.posestream.pose.BoundingBox;
import org.posestream.pose.PersonPose;
import org.posestream.pose.PersonState;
import org.posestream.pose.PoseFrame;
import org.posestream.pose.SkeletonTopology;

class LostPeopleTest {

    private final LostPeople lostPeople = new LostPeople();

    @Test
    void shouldLeaveFramesAsTheyAreWhileNobodyIsLost() {
        PoseFrame first = frame(0, 1, 2);
        PoseFrame second = frame(33, 2, 1, 3);
        assertSame(first, lostPeople.apply(first));
        assertSame(second, lostPeople.apply(second));
    }

    @Test
    void shouldTellOfTheLostBehindThoseWhoAreThere() {
        lostPeople.apply(frame(0, 1, 2));
        List<PersonPose> people = lostPeople.apply(frame(33, 2)).people();
        assertEquals(List.of(2L, 1L), people.stream().map(PersonPose::id).toList());
        assertEquals(new PersonPose(1, PersonState.LOST, 0, new BoundingBox(1, 2, 3, 4), SkeletonTopology.COCO_17,
                List.of(), SkeletonTopology.H36M_17, List.of()), people.get(1));
    }

    @Test
    void shouldTellForHalfASecondOfCaptureTime() {
        lostPeople.apply(frame(0, 1));
        assertLost(lostPeople.apply(frame(33)), 1);
        assertLost(lostPeople.apply(frame(532)), 1);
        assertLost(lostPeople.apply(frame(533)));
    }

    @Test
    void shouldTellAtLeastOnceHoweverFarFramesAreApart() {
        lostPeople.apply(frame(0, 1));
        assertLost(lostPeople.apply(frame(60_000)), 1);
        assertLost(lostPeople.apply(frame(120_000)));
    }

    @Test
    void shouldNotTellOfSomebodyWhoIsBack() {
        lostPeople.apply(frame(0, 1));
        assertLost(lostPeople.apply(frame(33)), 1);
        assertLost(lostPeople.apply(frame(66, 1)));
        assertLost(lostPeople.apply(frame(99)), 1);
        assertLost(lostPeople.apply(frame(598)), 1);
        assertLost(lostPeople.apply(frame(599)));
    }

    @Test
    void shouldTellOfSeveralEachForTheirTime() {
        lostPeople.apply(frame(0, 1, 2));
        assertLost(lostPeople.apply(frame(100, 2)), 1);
        assertLost(lostPeople.apply(frame(400)), 1, 2);
        assertLost(lostPeople.apply(frame(600)), 2);
        assertLost(lostPeople.apply(frame(900)));
    }

    @Test
    void shouldNotTellOfPeopleWithoutAnIdentity() {
        lostPeople.apply(frame(0, 0));
        assertLost(lostPeople.apply(frame(33)));
    }

    @Test
    void shouldForgetWhenCaptureTimeBeginsAgain() {
        lostPeople.apply(frame(1000, 1, 2));
        assertLost(lostPeople.apply(frame(1033, 1)), 2);
        assertLost(lostPeople.apply(frame(0)));
    }

    private static void assertLost(PoseFrame frame, long... ids) {
        assertEquals(Arrays.stream(ids).boxed().toList(), frame.people().stream()
                .filter(person -> person.state() == PersonState.LOST).map(PersonPose::id).toList());
    }

    private static PoseFrame frame(long captureMillis, long... ids) {
        return new PoseFrame("hall", captureMillis / 33, captureMillis * 1_000_000, 640, 480, List.of(),
                Arrays.stream(ids).mapToObj(id -> Samples.smallPerson(id, PersonState.TRACKED)).toList());
    }
}
