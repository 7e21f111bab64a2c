package org.posestream.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.posestream.track.HungarianAssignment;

/** Counts, frame by frame of one clip, who was found under which identity. */
final class IdentityTally {

    private static final long NONE = -1;

    private final long[] lastId;
    private final boolean[] isLost;
    private final List<Map<Long, Integer>> framesById = new ArrayList<>();
    private long people;
    private long found;
    private long falsePeople;
    private long switches;
    private long fragments;

    /** @param peopleCount how many people there are in the clip */
    IdentityTally(int peopleCount) {
        lastId = new long[peopleCount];
        isLost = new boolean[peopleCount];
        Arrays.fill(lastId, NONE);
        Stream.generate(HashMap<Long, Integer>::new).limit(peopleCount).forEach(framesById::add);
    }

    /** Somebody was found in the frame. */
    void found(int person, long id) {
        people++;
        found++;
        switches += lastId[person] != NONE && lastId[person] != id ? 1 : 0;
        fragments += isLost[person] ? 1 : 0;
        lastId[person] = id;
        isLost[person] = false;
        framesById.get(person).merge(id, 1, Integer::sum);
    }

    /** Somebody who can be seen was not found in the frame. */
    void missed(int person) {
        people++;
        isLost[person] = lastId[person] != NONE;
    }

    /** Somebody was found who is nobody. */
    void falsePerson() {
        falsePeople++;
    }

    IdentityFigures figures() {
        return new IdentityFigures(people, found, falsePeople, switches, fragments, framesUnderOneId());
    }

    /** The most frames that can be right when every person is given one identity, and every identity one person. */
    private long framesUnderOneId() {
        List<Long> ids = framesById.stream().flatMap(map -> map.keySet().stream()).distinct().toList();
        float[] costs = new float[framesById.size() * ids.size()];
        for (int i = 0; i < costs.length; i++) {
            costs[i] = -framesById.get(i / ids.size()).getOrDefault(ids.get(i % ids.size()), 0);
        }
        int[] idOf = new int[framesById.size()];
        new HungarianAssignment(Math.max(idOf.length, ids.size())).solve(costs, idOf.length, ids.size(), idOf);
        long frames = 0;
        for (int person = 0; person < idOf.length; person++) {
            frames += idOf[person] < 0 ? 0 : framesById.get(person).getOrDefault(ids.get(idOf[person]), 0);
        }
        return frames;
    }
}
