package org.posestream.pipeline;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.posestream.frame.FrameSlot;

/** The cameras that have frames under way, by number; any thread. */
final class Cameras {

    private final ConcurrentMap<Integer, Camera> byNumber = new ConcurrentHashMap<>();

    void add(Camera camera) {
        byNumber.put(camera.number(), camera);
    }

    /** Forgets a camera; all its buffers must be home. */
    void remove(Camera camera) {
        byNumber.remove(camera.number());
    }

    Camera of(FrameSlot slot) {
        return byNumber.get(slot.camera());
    }

    /** Whether every buffer of every camera is home. */
    boolean areComplete() {
        return byNumber.values().stream().allMatch(camera -> camera.pool().isComplete());
    }
}
