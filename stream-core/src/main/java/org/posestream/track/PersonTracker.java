package org.posestream.track;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.posestream.frame.PersonBuffer;
import org.posestream.pose.PersonState;
import org.posestream.pose.SkeletonTopology;

/**
 * Gives the people of one camera identities that last. Tracks are moved on to the frame's capture time and assigned to
 * its people ({@link FrameMatch}); people without a track begin new ones, and tracks without a person are remembered
 * for a while and found again where the person can have gone.
 *
 * <p>A track is tentative, confirmed, lost or removed. Somebody with a good score and good joint evidence (the sum of
 * the confident joints' confidences over half their number) is confirmed and given an id at once. Somebody fainter is
 * tentative until seen a few times, and not told of before. Two boxes on one person are made one
 * ({@link DuplicateSuppression}). People who are not believed are taken out of the buffer; people missed for no longer
 * than 0.15 s are added where they should be by now.
 *
 * <p>Single-threaded; allocates nothing but snapshots after construction. No id is used again.
 */
public final class PersonTracker {

    /** Tracks per person of a full frame: those in sight and as many that are remembered. */
    private static final int TRACKS_PER_PERSON = 2;
    /** A track unseen for longer is lost: the next step of it cannot be foretold. */
    private static final long LOST_NANOS = 1_000_000_000;
    /** Somebody unseen for no longer is told of all the same: most of them are missed, not gone ... */
    private static final long PREDICTED_NANOS = 150_000_000;
    /** ... if they were followed for so long before: where all is in doubt nothing is foretold. */
    private static final long KNOWN_NANOS = 300_000_000;
    /** A tentative track that a frame has missed and that is unseen for longer was a ghost. */
    private static final long GHOST_NANOS = 100_000_000;

    private final TrackerOptions options;
    private final PersonTrack[] tracks;
    private final FrameMatch match;
    private final DuplicateSuppression duplicates;
    private final LongSupplier ids;
    private int trackCount;
    private long newestNanos = Long.MIN_VALUE;

    /** A tracker with {@link TrackerOptions#DEFAULT} and ids of its own, from 1. */
    public PersonTracker(SkeletonTopology topology2d, int capacity) {
        this(topology2d, capacity, TrackerOptions.DEFAULT, new AtomicLong()::incrementAndGet);
    }

    /**
     * A tracker for one camera.
     *
     * @param topology2d order of the 2D joints
     * @param capacity most people in a frame
     * @param ids gives the next id: above 0, larger than those before, never given twice
     */
    public PersonTracker(SkeletonTopology topology2d, int capacity, TrackerOptions options, LongSupplier ids) {
        this.ids = requireNonNull(ids, "ids is null");
        this.options = requireNonNull(options, "options is null");
        PersonSimilarity similarity = new PersonSimilarity(topology2d);
        tracks = new PersonTrack[capacity * TRACKS_PER_PERSON];
        for (int t = 0; t < tracks.length; t++) {
            tracks[t] = new PersonTrack(topology2d);
        }
        match = new FrameMatch(topology2d, similarity, tracks.length, capacity);
        duplicates = new DuplicateSuppression(similarity);
    }

    /**
     * Sets the ids of the frame's people, in place, replaces their boxes by the boxes of their joints and removes
     * those who are seen twice or not believed; adds those just missed as {@link PersonState#PREDICTED}.
     *
     * @param captureNanos capture time; a step back forgets all tracks
     */
    public void assign(PersonBuffer people, long captureNanos) {
        age(captureNanos);
        newestNanos = captureNanos;
        removeUnbelieved(people);
        match.match(tracks, trackCount, people, options, captureNanos);
        dropFaintStrangers(people);
        duplicates.apply(tracks, people, match);
        updateTracks(people);
        beginTracks(people);
        removeUntold(people);
        addUnseen(people);
    }

    /** Forgets all tracks; who is seen next is somebody new. */
    public void forgetAll() {
        trackCount = 0;
        newestNanos = Long.MIN_VALUE;
    }

    /** Where the tracks are after the newest frame. */
    public TrackSnapshot snapshot() {
        return TrackSnapshot.of(tracks, trackCount, newestNanos);
    }

    /** Moves all tracks on to the capture time and forgets those who are gone. */
    private void age(long captureNanos) {
        if (captureNanos < newestNanos) {
            trackCount = 0;
        }
        for (int t = trackCount - 1; t >= 0; t--) {
            PersonTrack track = tracks[t];
            track.phase = phaseAfter(track, captureNanos - track.seenNanos);
            if (track.phase == TrackPhase.REMOVED) {
                trackCount--;
                tracks[t] = tracks[trackCount];
                tracks[trackCount] = track;
            } else {
                track.predict(captureNanos);
            }
        }
    }

    private TrackPhase phaseAfter(PersonTrack track, long unseenNanos) {
        boolean tentative = track.phase == TrackPhase.TENTATIVE;
        // A camera of a low rate shows nobody again within the time of a ghost.
        boolean ghost = tentative && unseenNanos > GHOST_NANOS
                && (track.seenNanos < newestNanos || unseenNanos > LOST_NANOS);
        if (ghost || unseenNanos > options.maxAbsenceNanos()) {
            return TrackPhase.REMOVED;
        }
        return !tentative && unseenNanos > LOST_NANOS ? TrackPhase.LOST : track.phase;
    }

    private void removeUnbelieved(PersonBuffer people) {
        for (int n = people.count() - 1; n >= 0; n--) {
            if (people.scores()[n] < options.keepScore() || JointEvidence.of(people, n) < options.keepEvidence()) {
                people.remove(n);
            }
        }
    }

    private void dropFaintStrangers(PersonBuffer people) {
        for (int n = 0; n < people.count(); n++) {
            if (match.trackOf(n) == FrameMatch.UNTRACKED && !match.isSure(n) && !options.isTentative(
                    people.scores()[n], JointEvidence.of(people, n))) {
                match.drop(n);
            }
        }
    }

    private void updateTracks(PersonBuffer people) {
        for (int n = 0; n < people.count(); n++) {
            if (match.trackOf(n) >= 0) {
                PersonTrack track = tracks[match.trackOf(n)];
                track.update(people, n, newestNanos);
                confirmIfDue(track, people, n);
            }
        }
    }

    /** After {@link #updateTracks}, so that the track given up for a new one is none of this frame's. */
    private void beginTracks(PersonBuffer people) {
        for (int n = 0; n < people.count(); n++) {
            if (match.trackOf(n) == FrameMatch.UNTRACKED) {
                PersonTrack track = freeTrack();
                track.begin(people, n, newestNanos);
                confirmIfDue(track, people, n);
            }
        }
    }

    private void confirmIfDue(PersonTrack track, PersonBuffer people, int person) {
        if (track.phase == TrackPhase.TENTATIVE
                && (match.isSure(person) || track.sightings >= options.confirmSightings())) {
            track.confirm(ids.getAsLong(), people, person);
        }
    }

    /** An unused track or, when all are in use, the one unseen for longest. */
    private PersonTrack freeTrack() {
        if (trackCount < tracks.length) {
            return tracks[trackCount++];
        }
        PersonTrack oldest = tracks[0];
        for (PersonTrack track : tracks) {
            oldest = track.seenNanos < oldest.seenNanos ? track : oldest;
        }
        return oldest;
    }

    /** Takes out those who were dropped and those without an id yet. */
    private void removeUntold(PersonBuffer people) {
        for (int n = people.count() - 1; n >= 0; n--) {
            if (match.trackOf(n) == FrameMatch.DROPPED || people.ids()[n] == 0) {
                people.remove(n);
            }
        }
    }

    /** People the networks missed, where they should be by now. */
    private void addUnseen(PersonBuffer people) {
        for (int t = 0; t < trackCount; t++) {
            long unseenNanos = newestNanos - tracks[t].seenNanos;
            boolean known = tracks[t].phase == TrackPhase.CONFIRMED
                    && tracks[t].seenNanos - tracks[t].beganNanos >= KNOWN_NANOS;
            if (known && unseenNanos > 0 && unseenNanos <= PREDICTED_NANOS) {
                tracks[t].predictInto(people);
            }
        }
    }
}
