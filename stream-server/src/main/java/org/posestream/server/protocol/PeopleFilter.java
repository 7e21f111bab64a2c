package org.posestream.server.protocol;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.posestream.pose.PersonPose;
import org.posestream.pose.PersonState;

/**
 * Whom of a frame a client wants to be sent.
 *
 * @param choice by what people are chosen
 * @param ids their identities, ascending, each once; empty unless chosen by these
 */
public record PeopleFilter(Choice choice, List<Long> ids) {

    public static final PeopleFilter ALL = new PeopleFilter(Choice.ALL, List.of());
    /** The person with the largest box: one who is there before one who is lost, and of equals the lower identity. */
    public static final PeopleFilter LARGEST = new PeopleFilter(Choice.LARGEST, List.of());

    /** More than that are a mistake, or meant to cost time. */
    static final int MAX_IDS = 64;

    private static final Comparator<PersonPose> BY_SIZE = Comparator
            .comparing((PersonPose person) -> person.state() != PersonState.LOST)
            .thenComparing(person -> person.box().width() * person.box().height())
            .thenComparing(PersonPose::id, Comparator.reverseOrder());

    /** By what people are chosen. */
    public enum Choice {
        ALL,
        LARGEST,
        IDS
    }

    public PeopleFilter {
        requireNonNull(choice, "choice is null");
        ids = ids.stream().sorted().distinct().toList();
        if (ids.isEmpty() == (choice == Choice.IDS) || ids.size() > MAX_IDS) {
            throw new IllegalArgumentException("people must be all, largest or 1 to " + MAX_IDS + " ids");
        }
    }

    /** The people with these identities, as far as they are in a frame. */
    public static PeopleFilter ofIds(List<Long> ids) {
        return new PeopleFilter(Choice.IDS, ids);
    }

    /** The text that stands for it in options and in the output. */
    public String label() {
        return switch (choice) {
            case ALL -> "all";
            case LARGEST -> "largest";
            case IDS -> ids.stream().map(String::valueOf).collect(Collectors.joining(","));
        };
    }

    Stream<PersonPose> choose(List<PersonPose> people) {
        return switch (choice) {
            case ALL -> people.stream();
            case LARGEST -> people.stream().max(BY_SIZE).stream();
            case IDS -> people.stream().filter(person -> ids.contains(person.id()));
        };
    }
}
