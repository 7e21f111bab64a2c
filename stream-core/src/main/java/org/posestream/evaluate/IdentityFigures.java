package org.posestream.evaluate;

/**
 * Who was found under which identity, counted over frames: a person in a frame is one.
 *
 * @param people who could be seen
 * @param found those of them who were found
 * @param falsePeople found, but nobody is there
 * @param switches how often somebody was found under another identity than last (Bernardin and Stiefelhagen 2008)
 * @param fragments how often somebody was lost while they could be seen, and found again
 * @param underOneId found under the one identity that stands for the person in the whole clip: identities are given to
 *     people so that these are most (Ristani et al. 2016)
 */
record IdentityFigures(long people, long found, long falsePeople, long switches, long fragments, long underOneId) {

    static final IdentityFigures NONE = new IdentityFigures(0, 0, 0, 0, 0, 0);

    IdentityFigures plus(IdentityFigures other) {
        return new IdentityFigures(people + other.people, found + other.found, falsePeople + other.falsePeople,
                switches + other.switches, fragments + other.fragments, underOneId + other.underOneId);
    }

    /** Share of the people who were not found. */
    double missedShare() {
        return (double) (people - found) / people;
    }

    /** Share of those found who are nobody. */
    double falseShare() {
        return (double) falsePeople / (found + falsePeople);
    }

    /** IDR, identity recall: share of the people found under their one identity. */
    double identityRecall() {
        return (double) underOneId / people;
    }

    /** IDF1: the harmonic mean of identity recall and identity precision. */
    double identityF1() {
        return 2.0 * underOneId / (people + found + falsePeople);
    }
}
