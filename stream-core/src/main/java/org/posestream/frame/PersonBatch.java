package org.posestream.frame;

import java.util.Arrays;

/** People of one or more frames that go through a network together, as (slot, person) pairs. Single-threaded. */
public final class PersonBatch {

    private final FrameSlot[] slots;
    private final int[] persons;
    private int size;

    public PersonBatch(int capacity) {
        slots = new FrameSlot[capacity];
        persons = new int[capacity];
    }

    public void add(FrameSlot slot, int person) {
        slots[size] = slot;
        persons[size] = person;
        size++;
    }

    /** Empties the batch and lets go of its slots. */
    public void clear() {
        Arrays.fill(slots, 0, size, null);
        size = 0;
    }

    public int size() {
        return size;
    }

    public boolean isFull() {
        return size == slots.length;
    }

    public FrameSlot slot(int i) {
        return slots[i];
    }

    /** Index of the person within {@link FrameSlot#people()} of {@link #slot(int)}. */
    public int person(int i) {
        return persons[i];
    }
}
