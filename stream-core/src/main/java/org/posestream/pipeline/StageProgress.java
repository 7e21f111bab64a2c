package org.posestream.pipeline;

/**
 * How far the stages are at one moment.
 *
 * @param framesEntered frames that have entered the ring since the start
 * @param framesLeft of these, frames that have passed every stage
 * @param threadsAlive whether every stage that was started still has its thread
 */
public record StageProgress(long framesEntered, long framesLeft, boolean threadsAlive) {

    /** Frames between the door and the last stage. */
    public long framesUnderWay() {
        return framesEntered - framesLeft;
    }
}
