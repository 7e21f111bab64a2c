package org.posestream.server.osc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posestream.pose.BoundingBox;
import org.posestream.pose.PersonPose;
import org.posestream.pose.PoseFrame;

class PersonChoiceTest {

    private static final long MILLIS = 1_000_000;

    @Test
    void shouldStayWithTheLargestUntilSomebodyIsClearlyLarger() {
        PersonChoice choice = PersonChoice.parse("largest");

        assertEquals(2, chosen(choice, 0, person(1, 100), person(2, 110)));
        assertEquals(2, chosen(choice, 33, person(1, 130), person(2, 110)), "1.4 times the area");
        assertEquals(1, chosen(choice, 66, person(1, 140), person(2, 110)), "1.6 times the area");
        assertEquals(1, chosen(choice, 99, person(1, 120), person(2, 130)));
    }

    @Test
    void shouldWaitASecondForTheOneWhoIsMissed() {
        PersonChoice choice = PersonChoice.parse("largest");
        chosen(choice, 0, person(1, 100), person(2, 50));

        assertEquals(0, chosen(choice, 500, person(2, 50)));
        assertEquals(0, chosen(choice, 1000, person(2, 50)));
        assertEquals(2, chosen(choice, 1001, person(2, 50)));
        assertEquals(0, chosen(choice, 1100), "nobody there");
        assertEquals(3, chosen(choice, 2200, person(3, 10)));
        assertEquals(4, chosen(choice, 10, person(4, 10)), "a clock that was set back");
    }

    @Test
    void shouldFollowAnIdentity() {
        PersonChoice choice = PersonChoice.parse("17");

        assertEquals(0, chosen(choice, 0, person(1, 100)));
        assertEquals(17, chosen(choice, 33, person(1, 100), person(17, 1)));
    }

    @Test
    void shouldKeepEverybodysPlaceUntilTheyAreGone() {
        List<PersonChoice> places = List.of(PersonChoice.parse("1st"), PersonChoice.parse("2nd"),
                PersonChoice.parse("3rd"));

        assertEquals(List.of(4L, 7L, 0L), chosen(places, 0, person(7, 9), person(4, 1)));
        assertEquals(List.of(0L, 7L, 9L), chosen(places, 500, person(7, 9), person(9, 1)));
        assertEquals(List.of(4L, 7L, 9L), chosen(places, 900, person(4, 1), person(7, 9), person(9, 1)));
        assertEquals(List.of(0L, 7L, 9L), chosen(places, 1800, person(7, 9), person(9, 1)));
        assertEquals(List.of(12L, 7L, 9L), chosen(places, 1901, person(7, 9), person(9, 1), person(12, 1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "biggest", "0", "-1", "1.5", "0th", "111st", "9999999999999999999", "1st "})
    void shouldRefuseWhatIsNoChoice(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> PersonChoice.parse(text)).getMessage();

        assertEquals("must be largest, the number of an identity such as 17, or a place such as 1st or 2nd, but was '"
                + text + "'", message);
    }

    private static List<Long> chosen(List<PersonChoice> places, long millis, PersonPose... people) {
        return places.stream().map(place -> chosen(place, millis, people)).toList();
    }

    private static long chosen(PersonChoice choice, long millis, PersonPose... people) {
        PersonPose person = choice.choose(new PoseFrame("hall", 0, millis * MILLIS, 640, 480, List.of(),
                Arrays.asList(people)));
        return person == null ? 0 : person.id();
    }

    private static PersonPose person(long id, float height) {
        return new PersonPose(id, 0.9f, new BoundingBox(0, 0, height, height), null, List.of(), null, List.of());
    }
}
