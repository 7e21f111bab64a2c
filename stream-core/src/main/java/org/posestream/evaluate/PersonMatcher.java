package org.posestream.evaluate;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.posestream.track.HungarianAssignment;

/**
 * Tells who of the people found in a frame is whom of those who are there: as many pairs as possible with the least sum
 * of distances between their joints, none farther apart than a quarter of the person's size.
 */
final class PersonMatcher {

    static final int NOBODY = -1;

    /** About the length of a standing person's torso: a wrong pose in the right place is still that person. */
    private static final double REACH = 0.25;

    private PersonMatcher() {
    }

    /**
     * Who is whom. Those who can be seen come first; the others take from what is left.
     *
     * @param people who is there
     * @param found COCO-17 joints of those found, N x 17 x 2
     * @return for each of the people an index of those found, or {@link #NOBODY}
     */
    static int[] match(List<TruePerson> people, double[][][] found) {
        int[] foundOf = new int[people.size()];
        Arrays.fill(foundOf, NOBODY);
        assign(people, found, TruePerson::isSeen, foundOf);
        assign(people, found, person -> !person.isSeen(), foundOf);
        return foundOf;
    }

    /** Pairs the chosen people with those found that are nobody else yet. */
    private static void assign(List<TruePerson> people, double[][][] found, Predicate<TruePerson> chosen,
            int[] foundOf) {
        float[] costs = new float[people.size() * found.length];
        Arrays.fill(costs, Float.POSITIVE_INFINITY);
        for (int i = 0; i < costs.length; i++) {
            TruePerson person = people.get(i / found.length);
            int index = i % found.length;
            if (chosen.test(person) && Arrays.stream(foundOf).noneMatch(taken -> taken == index)) {
                double cost = person.distance(found[index]) / person.size();
                costs[i] = cost <= REACH ? (float) cost : Float.POSITIVE_INFINITY;
            }
        }
        int[] pairs = new int[people.size()];
        new HungarianAssignment(Math.max(people.size(), found.length)).solve(costs, people.size(), found.length, pairs);
        for (int row = 0; row < pairs.length; row++) {
            foundOf[row] = Math.max(foundOf[row], pairs[row]);
        }
    }
}
