package org.posestream.export;

/** The digits 0 to 9 as 3 x 5 dots, so that no font of the system is needed. */
public final class DigitFont {

    /** Dots of a digit in a row. */
    public static final int WIDTH = 3;
    /** Rows of a digit. */
    public static final int HEIGHT = 5;
    /** From the left edge of a digit to that of the next one. */
    public static final int ADVANCE = WIDTH + 1;

    /** Three bits a row, top first. */
    private static final int[] DIGITS = {
        0b111_101_101_101_111, 0b010_110_010_010_111, 0b111_001_111_100_111, 0b111_001_111_001_111,
        0b101_101_111_001_001, 0b111_100_111_001_111, 0b111_100_111_101_111, 0b111_001_010_010_010,
        0b111_101_111_101_111, 0b111_101_111_001_111};

    private DigitFont() {
    }

    /** Takes the dots of a number. */
    public interface Dots {
        /** There is a dot at this column and row; the number begins at (0, 0). */
        void dot(int column, int row);
    }

    /** Tells every dot of a number; a sign has none. */
    public static void write(long number, Dots dots) {
        String digits = Long.toString(number);
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) - '0';
            if (digit >= 0 && digit <= 9) {
                write(DIGITS[digit], i * ADVANCE, dots);
            }
        }
    }

    /** Columns that a number takes, the gap behind it included. */
    public static int width(long number) {
        return Long.toString(number).length() * ADVANCE;
    }

    private static void write(int bits, int left, Dots dots) {
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
            if ((bits >> WIDTH * HEIGHT - 1 - i & 1) != 0) {
                dots.dot(left + i % WIDTH, i / WIDTH);
            }
        }
    }
}
