package org.posestream.lift;

/**
 * The states of all tracks of all cameras, in a pool of fixed size. One thread; allocates nothing after construction.
 *
 * <p>Times of different cameras cannot be compared, so the track that makes room for a new one is the one whose last
 * use lies furthest back in the order of uses.
 */
final class TrackStates {

    /** After a longer gap the past no longer adjoins the present. */
    private static final long MAX_GAP_NANOS = 500_000_000;

    private final TrackState[] states;
    private long uses;

    /**
     * @param count tracks that can be remembered
     * @param size values of a state
     */
    TrackStates(int count, int size) {
        states = new TrackState[count];
        for (int i = 0; i < count; i++) {
            states[i] = new TrackState(size);
        }
    }

    /**
     * The track's state before this frame: all zero for a new track, after a long gap and after a step back in time.
     *
     * @param id not 0
     */
    TrackState of(int camera, long id, long captureNanos) {
        TrackState state = placeOf(camera, id);
        long gap = captureNanos - state.seenNanos;
        if (!state.isOf(camera, id) || gap > MAX_GAP_NANOS || gap < 0) {
            state.begin(camera, id);
        }
        state.seenNanos = captureNanos;
        uses++;
        state.use = uses;
        return state;
    }

    private TrackState placeOf(int camera, long id) {
        TrackState oldest = states[0];
        for (TrackState state : states) {
            if (state.isOf(camera, id)) {
                return state;
            }
            oldest = state.use < oldest.use ? state : oldest;
        }
        return oldest;
    }
}
