package org.posestream.pipeline;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.posestream.frame.FrameSlot;

/** The cameras that have frames under way, by number; any thread. */
final class Cameras {

    private final ConcurrentMap<Integer, Camera> byNumber = new ConcurrentHashMap<>();

    void add(Camera camera) {
        forgetRetired();
        byNumber.put(camera.number(), camera);
    }

    /** No more frames will come of this camera: it is forgotten as soon as all its buffers are home. */
    void retire(Camera camera) {
        camera.retire();
        forgetRetired();
    }

    /** Forgets those of which nothing is under way any more. */
    void forgetRetired() {
        byNumber.values().removeIf(camera -> camera.isRetired() && camera.pool().isComplete());
    }

    Camera of(FrameSlot slot) {
        return byNumber.get(slot.camera());
    }

    /** How many are known, retired ones with frames under way included. */
    int count() {
        return byNumber.size();
    }

    /** Whether every buffer of every camera is home. */
    boolean areComplete() {
        return byNumber.values().stream().allMatch(camera -> camera.pool().isComplete());
    }
}
