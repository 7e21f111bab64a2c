package org.posestream.server.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionQualityTest {

    private final ConnectionQuality quality = new ConnectionQuality();

    @ParameterizedTest
    @CsvSource({
        // frames a second, expected, reconnects, stalls
        "25.0, 25, 0, 0, EXCELLENT",
        "22.5, 25, 0, 4, EXCELLENT",
        "22.4, 25, 0, 0, FAIR",
        "22.5, 25, 0, 5, FAIR",
        "25.0, 25, 1, 0, FAIR",
        "25.0, 25, 2, 200, FAIR",
        "15.0, 25, 2, 0, FAIR",
        "14.9, 25, 0, 0, POOR",
        "25.0, 25, 3, 0, POOR",
        "25.0, 25, 10, 100, POOR",
        "25.0, 25, 11, 0, UNUSABLE",
        "25.0, 25, 3, 101, UNUSABLE",
        "0.99, 25, 0, 0, UNUSABLE",
        "1.00, 25, 0, 0, POOR",
        "0.09, 25, 0, 0, UNUSABLE",
        "0.09, 0, 0, 0, UNUSABLE",
        "0.10, 0, 0, 0, EXCELLENT",
        "0.50, 0.5, 0, 0, EXCELLENT",
        "3.00, 0, 2, 0, FAIR",
    })
    void shouldGradeByTheThresholds(double rate, double expected, long reconnects, long stalls,
            ConnectionQuality.Grade grade) {
        quality.sample(reconnects, stalls, 0);

        assertEquals(grade, quality.grade(rate, expected, 0));
    }

    @Test
    void shouldForgiveAfterAnHour() {
        quality.sample(0, 0, minutes(0));
        quality.sample(11, 12, minutes(1));
        quality.sample(12, 12, minutes(30));

        assertEquals(12, quality.reconnectsLastHour(minutes(60)));
        assertEquals(12, quality.stallsLastHour(minutes(60)));
        assertEquals(ConnectionQuality.Grade.UNUSABLE, quality.grade(25, 25, minutes(60)));
        assertEquals(1, quality.reconnectsLastHour(minutes(61)));
        assertEquals(0, quality.stallsLastHour(minutes(61)));
        assertEquals(ConnectionQuality.Grade.FAIR, quality.grade(25, 25, minutes(61)));
        assertEquals(ConnectionQuality.Grade.EXCELLENT, quality.grade(25, 25, minutes(90)));
    }

    private static long minutes(long minutes) {
        return Duration.ofMinutes(minutes).toNanos();
    }
}
