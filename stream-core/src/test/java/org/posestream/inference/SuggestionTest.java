package org.posestream.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionTest {

    @Test
    void shouldCountInsertionsDeletionsAndReplacements() {
        assertEquals(0, Suggestion.distance("card", "card"));
        assertEquals(3, Suggestion.distance("kitten", "sitting"));
        assertEquals(4, Suggestion.distance("", "card"));
        assertEquals(4, Suggestion.distance("card", ""));
        assertEquals(1, Suggestion.distance("prot", "port"));
        assertEquals(3, Suggestion.distance("ca", "abc"));
    }

    @Test
    void shouldSuggestTheNearestOnlyWhereItIsNear() {
        assertEquals("; did you mean 'width'?", Suggestion.forWord("widht", List.of("height", "width")));
        assertEquals("", Suggestion.forWord("colour", List.of("height", "width")));
        assertEquals("", Suggestion.forWord("colour", List.of()));
    }
}
