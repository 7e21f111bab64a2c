package org.posestream.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The people are 160 pixels tall, so that a match may be 40 pixels off. */
class PersonMatcherTest {

    private static final int NOBODY = PersonMatcher.NOBODY;

    @Test
    void shouldPairEachWithTheNearest() {
        assertArrayEquals(new int[] {1, 0}, match(List.of(seen(100), seen(130)), 135, 105));
    }

    @Test
    void shouldLeaveWhoIsFartherThanAQuarterOfThePersonsSize() {
        assertArrayEquals(new int[] {0}, match(List.of(seen(100)), 140));
        assertArrayEquals(new int[] {NOBODY}, match(List.of(seen(100)), 140.5));
        assertArrayEquals(new int[] {NOBODY}, match(List.of(seen(100))));
        assertArrayEquals(new int[0], match(List.of(), 100));
    }

    @Test
    void shouldLetNobodyHiddenTakeWhatIsSomebodyElse() {
        assertArrayEquals(new int[] {NOBODY, 0}, match(List.of(hidden(100), seen(110)), 101));
        assertArrayEquals(new int[] {1, 0}, match(List.of(hidden(100), seen(110)), 112, 90));
    }

    @Test
    void shouldMeasureOnlyWhatCanBeSeen() {
        double[][] legsElsewhere = TruePeople.joints2d(100);
        for (int k = 11; k < 17; k++) {
            legsElsewhere[k][0] = 900;
        }

        assertArrayEquals(new int[] {0},
                PersonMatcher.match(List.of(TruePeople.at(100, 11)), new double[][][] {legsElsewhere}));
        assertArrayEquals(new int[] {NOBODY}, PersonMatcher.match(List.of(seen(100)),
                new double[][][] {legsElsewhere}));
    }

    private static int[] match(List<TruePerson> people, double... found) {
        double[][][] joints = new double[found.length][][];
        for (int i = 0; i < found.length; i++) {
            joints[i] = TruePeople.joints2d(found[i]);
        }
        return PersonMatcher.match(people, joints);
    }

    private static TruePerson seen(double x) {
        return TruePeople.at(x, 17);
    }

    private static TruePerson hidden(double x) {
        return TruePeople.at(x, 5);
    }
}
