package org.posestream.server.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.posestream.pose.PersonPose;
import org.posestream.pose.PersonState;
import org.posestream.pose.PoseFrame;

/**
 * Tells for half a second of capture time that somebody is gone who was there, so that a client that loses a frame now
 * and then still learns of it. One stream's frames, in their order; one thread uses it.
 */
public final class LostPeople {

    /** Long enough for clients of two frames a second. */
    private static final long TOLD_NANOS = 500_000_000;

    private final List<Lost> lost = new ArrayList<>();
    private List<PersonPose> before = List.of();
    private long lastNanos;

    private record Lost(PersonPose person, long sinceNanos) {
    }

    /** The frame with the lost behind those who are there; the frame itself where nobody is lost. */
    public PoseFrame apply(PoseFrame frame) {
        long nowNanos = frame.captureNanos();
        if (nowNanos < lastNanos) {
            // A file that begins again: its people are others.
            lost.clear();
            before = List.of();
        }
        List<PersonPose> people = frame.people();
        lost.removeIf(one -> nowNanos - one.sinceNanos >= TOLD_NANOS || holds(people, one.person.id()));
        for (PersonPose person : before) {
            if (person.id() != 0 && !holds(people, person.id())) {
                lost.add(new Lost(asLost(person), nowNanos));
            }
        }
        before = people;
        lastNanos = nowNanos;
        return lost.isEmpty() ? frame
                : frame.withPeople(Stream.concat(people.stream(), lost.stream().map(Lost::person)).toList());
    }

    private static boolean holds(List<PersonPose> people, long id) {
        for (int i = 0; i < people.size(); i++) {
            if (people.get(i).id() == id) {
                return true;
            }
        }
        return false;
    }

    private static PersonPose asLost(PersonPose person) {
        return new PersonPose(person.id(), PersonState.LOST, 0, person.box(), person.topology2d(), List.of(),
                person.topology3d(), List.of());
    }
}
