package org.posestream.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Counted by hand. */
class IdentityTallyTest {

    @Test
    void shouldCountASwitchWheneverTheIdentityIsNotTheLastOne() {
        IdentityTally tally = new IdentityTally(1);
        for (long id : new long[] {4, 4, 9, 9, 4}) {
            tally.found(0, id);
        }

        assertEquals(new IdentityFigures(5, 5, 0, 2, 0, 3), tally.figures());
        assertEquals(0.6, tally.figures().identityRecall(), 1e-12);
        assertEquals(0.6, tally.figures().identityF1(), 1e-12);
    }

    @Test
    void shouldCountAFragmentWhenSomebodyIsFoundAgain() {
        IdentityTally tally = new IdentityTally(1);
        tally.missed(0);
        tally.found(0, 1);
        tally.missed(0);
        tally.missed(0);
        tally.found(0, 1);
        tally.found(0, 1);
        tally.missed(0);

        assertEquals(new IdentityFigures(7, 3, 0, 0, 1, 3), tally.figures());
        assertEquals(4 / 7.0, tally.figures().missedShare(), 1e-12);
    }

    @Test
    void shouldCountASwitchAcrossAGapToo() {
        IdentityTally tally = new IdentityTally(1);
        tally.found(0, 1);
        tally.missed(0);
        tally.found(0, 2);

        assertEquals(new IdentityFigures(3, 2, 0, 1, 1, 1), tally.figures());
    }

    @Test
    void shouldCountTwoSwitchesWhenTwoPeopleExchangeTheirIdentities() {
        IdentityTally tally = new IdentityTally(2);
        for (int frame = 0; frame < 5; frame++) {
            tally.found(0, frame < 3 ? 1 : 2);
            tally.found(1, frame < 3 ? 2 : 1);
        }

        assertEquals(new IdentityFigures(10, 10, 0, 2, 0, 6), tally.figures());
    }

    @Test
    void shouldGiveEveryIdentityToOnePersonOnly() {
        IdentityTally tally = new IdentityTally(2);
        for (int frame = 0; frame < 9; frame++) {
            tally.found(0, frame < 5 ? 7 : 8); // five frames and four
            tally.found(1, 7);
        }
        tally.falsePerson();
        tally.falsePerson();

        IdentityFigures figures = tally.figures();
        assertEquals(new IdentityFigures(18, 18, 2, 1, 0, 13), figures); // 8 is the first one's, 7 the second one's
        assertEquals(0.1, figures.falseShare(), 1e-12);
        assertEquals(26 / 38.0, figures.identityF1(), 1e-12);
    }

    @Test
    void shouldKnowNothingOfAnEmptyClip() {
        IdentityFigures figures = new IdentityTally(0).figures();

        assertEquals(IdentityFigures.NONE, figures);
        assertTrue(Double.isNaN(figures.missedShare()) && Double.isNaN(figures.identityF1()));
    }
}
