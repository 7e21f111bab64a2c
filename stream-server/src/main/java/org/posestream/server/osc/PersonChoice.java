package org.posestream.server.osc;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.posestream.pose.PersonPose;
import org.posestream.pose.PoseFrame;
import org.posestream.server.config.VmcConfig;

/**
 * Whom of the people in sight a target follows. It remembers: an avatar should not jump to somebody else because that
 * person's box is a little larger in one frame, or its own person is missed in one. One thread uses it, with the frames
 * of one stream in their order.
 */
abstract class PersonChoice {

    /** Who is not seen for so long, in capture time, is given up. */
    private static final long PATIENCE_NANOS = 1_000_000_000;

    private PersonChoice() {
    }

    /**
     * The choice of that name: the largest person; an identity; or the place among those in sight, which somebody keeps
     * until they are gone, and newcomers take the first one that is free.
     *
     * @throws IllegalArgumentException in one line, when there is none
     */
    static PersonChoice parse(String text) {
        if (!text.matches(VmcConfig.PERSON)) {
            throw new IllegalArgumentException("must be " + VmcConfig.PERSON_MEANING + ", but was '" + text + "'");
        }
        if (text.equals("largest")) {
            return new Largest();
        }
        return Character.isDigit(text.charAt(text.length() - 1)) ? new Identity(Long.parseLong(text))
                : new Place(Integer.parseInt(text.replaceAll("\\D", "")));
    }

    /** The person of this frame, or null when they are not in it. */
    abstract PersonPose choose(PoseFrame frame);

    private static PersonPose find(PoseFrame frame, long id) {
        for (PersonPose person : frame.people()) {
            if (person.id() == id) {
                return person;
            }
        }
        return null;
    }

    private static boolean isGone(long seenNanos, long nowNanos) {
        // A clock that was set back, as by a file that begins again, gives up everybody.
        return nowNanos - seenNanos > PATIENCE_NANOS || nowNanos < seenNanos;
    }

    private static final class Identity extends PersonChoice {

        private final long id;

        Identity(long id) {
            this.id = id;
        }

        @Override
        PersonPose choose(PoseFrame frame) {
            return find(frame, id);
        }
    }

    private static final class Largest extends PersonChoice {

        /** How much larger a box must be to take over. */
        private static final double CLEARLY = 1.5;
        private static final Comparator<PersonPose> BY_AREA = Comparator.comparingDouble(Largest::area);

        private long id;
        private long seenNanos;

        private static double area(PersonPose person) {
            return (double) person.box().width() * person.box().height();
        }

        @Override
        PersonPose choose(PoseFrame frame) {
            PersonPose mine = find(frame, id);
            PersonPose largest = frame.people().stream().max(BY_AREA).orElse(null);
            if (mine == null && id != 0 && !isGone(seenNanos, frame.captureNanos())) {
                return null;
            }
            if (mine == null || area(largest) > CLEARLY * area(mine)) {
                mine = largest;
            }
            id = mine == null ? 0 : mine.id();
            seenNanos = frame.captureNanos();
            return mine;
        }
    }

    /** Seats everybody, so that all places of a camera agree whichever of them have a target. */
    private static final class Place extends PersonChoice {

        private final int place;
        private final List<Seat> seats = new ArrayList<>();

        private static final class Seat {
            private long id;
            private long seenNanos;
        }

        Place(int place) {
            this.place = place;
        }

        @Override
        PersonPose choose(PoseFrame frame) {
            for (Seat seat : seats) {
                if (find(frame, seat.id) == null && isGone(seat.seenNanos, frame.captureNanos())) {
                    seat.id = 0;
                }
            }
            frame.people().stream().mapToLong(PersonPose::id).sorted()
                    .forEach(id -> seatOf(id).seenNanos = frame.captureNanos());
            return place > seats.size() || seats.get(place - 1).id == 0 ? null : find(frame, seats.get(place - 1).id);
        }

        /** The seat that somebody has, or else the first free one. */
        private Seat seatOf(long id) {
            Seat free = null;
            for (Seat seat : seats) {
                if (seat.id == id) {
                    return seat;
                }
                free = free == null && seat.id == 0 ? seat : free;
            }
            if (free == null) {
                free = new Seat();
                seats.add(free);
            }
            free.id = id;
            return free;
        }
    }
}
