package org.posestream.lift;

import java.nio.FloatBuffer;
import java.util.Arrays;

/** What a network remembers of one track. A place in {@link TrackStates}, used again and again. */
final class TrackState {

    private final float[] values;
    private int camera;
    /** 0 while nobody's. */
    private long id;
    long seenNanos;
    /** Number of the last use among all uses of all states. */
    long use;

    TrackState(int size) {
        values = new float[size];
    }

    boolean isOf(int askedCamera, long askedId) {
        return id == askedId && camera == askedCamera;
    }

    /** Becomes that track's, and forgets everything. */
    void begin(int newCamera, long newId) {
        camera = newCamera;
        id = newId;
        Arrays.fill(values, 0);
    }

    void writeTo(FloatBuffer states, int i) {
        states.put(i * values.length, values);
    }

    /** Takes over the next state, or forgets everything if it holds what is no number: it would stay so for ever. */
    void readFrom(FloatBuffer states, int i) {
        states.get(i * values.length, values);
        for (float value : values) {
            if (!Float.isFinite(value)) {
                Arrays.fill(values, 0);
                return;
            }
        }
    }
}
