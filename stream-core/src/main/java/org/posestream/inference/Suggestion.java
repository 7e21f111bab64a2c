package org.posestream.inference;

import java.util.Collection;
import java.util.Comparator;

/** What somebody may have meant. */
public final class Suggestion {

    private Suggestion() {
    }

    /** {@code "; did you mean 'x'?"} for the nearest candidate, or nothing where none is near. */
    public static String forWord(String word, Collection<String> candidates) {
        return candidates.stream()
                .min(Comparator.comparingInt((String candidate) -> distance(word, candidate))
                        .thenComparing(Comparator.naturalOrder()))
                .filter(nearest -> distance(word, nearest) <= (word.length() + 1) / 3)
                .map(nearest -> "; did you mean '" + nearest + "'?").orElse("");
    }

    /** The least number of characters to insert, delete or replace, or neighbours to swap. */
    static int distance(String a, String b) {
        int[][] table = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                table[i][j] = i == 0 || j == 0 ? i + j : nearest(a, b, i, j, table);
            }
        }
        return table[a.length()][b.length()];
    }

    private static int nearest(String a, String b, int i, int j, int[][] table) {
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        int least = Math.min(table[i - 1][j - 1] + (same ? 0 : 1), Math.min(table[i - 1][j], table[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, table[i - 2][j - 2] + 1) : least;
    }
}
