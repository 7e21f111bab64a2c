package org.posestream.scene;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.posestream.frame.PersonBuffer;
import org.posestream.pose.BoundingBox;
import org.posestream.track.HungarianAssignment;

/**
 * What trackers are compared with: boxes and their overlap, nothing else. {@link #greedy} takes the pairs of largest
 * overlap with where everybody was last; {@link #sort} is SORT (Bewley et al. 2016): a Kalman filter of constant
 * velocity for each box, the Hungarian assignment of overlaps from 0.3 on, three sightings before an identity counts,
 * with a memory of 30 frames instead of one. People below a score of 0.3 are not believed.
 */
final class BoxTracker implements Tracker {

    private static final float LEAST_IOU = 0.3f;
    private static final float LEAST_SCORE = 0.3f;

    private final boolean moves;
    private final int leastHits;
    private final int maxAge;
    private final List<Track> tracks = new ArrayList<>();
    private long nextId = 1;

    private BoxTracker(boolean moves, int leastHits, int maxAge) {
        this.moves = moves;
        this.leastHits = leastHits;
        this.maxAge = maxAge;
    }

    static BoxTracker greedy() {
        return new BoxTracker(false, 1, 30);
    }

    static BoxTracker sort() {
        return new BoxTracker(true, 3, 30);
    }

    /** One box; each of its four numbers has a Kalman filter of its own. */
    private static final class Track {
        private final double[] value = new double[4];
        private final double[] speed = new double[4];
        private final double[][] covariance = new double[4][];
        private final float[] box = new float[4];
        private long id;
        private int hits = 1;
        private int age;

        /** SORT's variances, in pixels and frames: sure of the box, not at all of its speed. */
        private Track(float[] boxes, int i) {
            for (int d = 0; d < 4; d++) {
                value[d] = boxes[i + d];
                covariance[d] = new double[] {10, 0, 1000};
            }
        }

        private void predict(boolean moves) {
            for (int d = 0; d < 4; d++) {
                double[] p = covariance[d];
                value[d] += moves ? speed[d] : 0;
                covariance[d] = new double[] {p[0] + 2 * p[1] + p[2] + 1, p[1] + p[2], p[2] + 0.01};
                box[d] = (float) value[d];
            }
            age++;
        }

        private void update(float[] boxes, int i, boolean moves) {
            for (int d = 0; d < 4; d++) {
                double[] p = covariance[d];
                double innovation = boxes[i + d] - value[d];
                double gain = moves ? p[0] / (p[0] + 10) : 1;
                double speedGain = p[1] / (p[0] + 10);
                value[d] += gain * innovation;
                speed[d] += speedGain * innovation;
                covariance[d] = new double[] {(1 - gain) * p[0], (1 - gain) * p[1], p[2] - speedGain * p[1]};
            }
            hits++;
            age = 0;
        }
    }

    @Override
    public void assign(PersonBuffer people, long captureNanos) {
        for (int n = people.count() - 1; n >= 0; n--) {
            if (people.scores()[n] < LEAST_SCORE) {
                people.remove(n);
            }
        }
        tracks.forEach(track -> track.predict(moves));
        int[] personOf = moves ? byLeastCost(people) : greedily(people);
        boolean[] taken = new boolean[people.count()];
        for (int t = 0; t < personOf.length; t++) {
            if (personOf[t] >= 0) {
                taken[personOf[t]] = true;
                tracks.get(t).update(people.boxes(), personOf[t] * 4, moves);
                tell(people, personOf[t], tracks.get(t));
            } else if (tracks.get(t).hits < leastHits) {
                tracks.get(t).age = maxAge + 1;
            }
        }
        for (int n = 0; n < taken.length; n++) {
            if (!taken[n]) {
                Track track = new Track(people.boxes(), n * 4);
                tracks.add(track);
                tell(people, n, track);
            }
        }
        tracks.removeIf(track -> track.age > maxAge);
        for (int n = people.count() - 1; n >= 0; n--) {
            if (people.ids()[n] == 0) {
                people.remove(n);
            }
        }
    }

    private void tell(PersonBuffer people, int person, Track track) {
        if (track.id == 0 && track.hits >= leastHits) {
            track.id = nextId++;
        }
        people.ids()[person] = track.id;
    }

    private float iou(Track track, PersonBuffer people, int person) {
        return BoundingBox.iou(track.box, 0, people.boxes(), person * 4);
    }

    private int[] byLeastCost(PersonBuffer people) {
        int count = people.count();
        float[] costs = new float[tracks.size() * count];
        for (int i = 0; i < costs.length; i++) {
            float iou = iou(tracks.get(i / count), people, i % count);
            costs[i] = iou < LEAST_IOU ? Float.POSITIVE_INFINITY : 1 - iou;
        }
        int[] personOf = new int[tracks.size()];
        int size = Math.max(1, Math.max(tracks.size(), count));
        new HungarianAssignment(size).solve(costs, tracks.size(), count, personOf);
        return personOf;
    }

    private int[] greedily(PersonBuffer people) {
        int[] personOf = new int[tracks.size()];
        Arrays.fill(personOf, -1);
        boolean[] taken = new boolean[people.count()];
        while (true) {
            int track = -1;
            int person = -1;
            float best = LEAST_IOU;
            for (int t = 0; t < personOf.length; t++) {
                for (int n = 0; n < taken.length; n++) {
                    float iou = iou(tracks.get(t), people, n);
                    if (personOf[t] < 0 && !taken[n] && iou >= best) {
                        best = iou;
                        track = t;
                        person = n;
                    }
                }
            }
            if (track < 0) {
                return personOf;
            }
            personOf[track] = person;
            taken[person] = true;
        }
    }
}
