package org.posestream.export;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DigitFontTest {

    @Test
    void shouldDrawDigitsAsDots() {
        assertEquals("""
                .#..###.
                ##....#.
                .#...#..
                .#...#..
                ###..#..
                """, picture(17));
    }

    @Test
    void shouldLeaveASignOut() {
        assertEquals("""
                ....###.
                ....#...
                ....###.
                ......#.
                ....###.
                """, picture(-5));
    }

    private static String picture(long number) {
        char[][] dots = new char[DigitFont.HEIGHT][DigitFont.width(number)];
        for (char[] row : dots) {
            Arrays.fill(row, '.');
        }
        DigitFont.write(number, (column, row) -> dots[row][column] = '#');
        StringBuilder picture = new StringBuilder();
        for (char[] row : dots) {
            picture.append(row).append('\n');
        }
        return picture.toString();
    }
}
