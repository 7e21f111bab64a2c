package org.posestream.inference;

import java.util.Collection;
import java.util.Comparator;

/** What somebody may have meant. */
final class Suggestion {

    private Suggestion() {
    }

    /** {@code "; did you mean 'x'?"} for the nearest candidate, or nothing where none is near. */
    static String forWord(String word, Collection<String> candidates) {
        return candidates.stream()
                .min(Comparator.comparingInt((String candidate) -> distance(word, candidate))
                        .thenComparing(Comparator.naturalOrder()))
                .filter(nearest -> distance(word, nearest) <= (word.length() + 1) / 3)
                .map(nearest -> "; did you mean '" + nearest + "'?").orElse("");
    }

    /** Levenshtein: the least number of characters to insert, delete or replace. */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
