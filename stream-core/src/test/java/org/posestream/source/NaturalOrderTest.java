package org.posestream.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NaturalOrderTest {

    @ParameterizedTest
    @CsvSource({"a9, a10, -1", "a010, a10, -1", "a10b2, a10b10, -1", "a, b, -1", "a, a, 0", "a, a1, -1", "b1, a2, 1",
        "a99999999999999999999999, a100000000000000000000000, -1", "1, a, -1"})
    void shouldCompareNumbersByValue(String a, String b, int order) {
        assertEquals(order, Integer.signum(NaturalOrder.compare(a, b)));
        assertEquals(-order, Integer.signum(NaturalOrder.compare(b, a)));
    }
}
