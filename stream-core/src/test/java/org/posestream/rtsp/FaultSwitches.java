package org.posestream.rtsp;

import java.time.Duration;

/** What is wrong with a camera or its network, to be switched from any thread while it sends; at first nothing. */
public final class FaultSwitches {

    /** How requests are answered. */
    public enum Answering {
        /** As the standard wants it. */
        WELL,
        /** Requests are taken and nothing follows. */
        NEVER,
        /** A byte, a pause, the next byte. */
        BYTE_BY_BYTE,
        /** Random bytes. */
        GARBAGE,
        /** The connection is closed. */
        HANG_UP,
        /** There is no such stream (404). */
        NOT_FOUND,
        /** The password is wrong (401). */
        UNAUTHORIZED
    }

    private volatile Answering answering;
    private volatile boolean frozen;
    private volatile double pace;
    private volatile double garbledShare;
    private volatile int straySize;
    private volatile double lostShare;
    private volatile double swappedShare;
    private volatile long streamOffsetNanos;
    private volatile long wallOffsetNanos;
    private volatile H264Clip otherClip;

    public FaultSwitches() {
        calm();
    }

    /** Switches everything off. */
    public void calm() {
        answering = Answering.WELL;
        frozen = false;
        pace = 1;
        garbledShare = 0;
        straySize = 0;
        lostShare = 0;
        swappedShare = 0;
        streamOffsetNanos = 0;
        wallOffsetNanos = 0;
        otherClip = null;
    }

    public void answer(Answering how) {
        answering = how;
    }

    /** Sends no pictures any more, and keeps everything open. */
    public void freeze(boolean frozenNow) {
        frozen = frozenNow;
    }

    /** Sends at this share of the rate, above 0; the stream falls back. */
    public void slowDownTo(double share) {
        pace = share;
    }

    /** Fills this share of the packets with random bytes behind their header. */
    public void garble(double share) {
        garbledShare = share;
    }

    /** Puts so many random bytes in front of every picture, where no packet is expected. */
    public void stray(int bytes) {
        straySize = bytes;
    }

    /** Loses this share of the packets. */
    public void lose(double share) {
        lostShare = share;
    }

    /** Sends this share of the packets behind the one that follows them. */
    public void swap(double share) {
        swappedShare = share;
    }

    /** Moves the stream's time stamps. */
    public void jumpStream(Duration by) {
        streamOffsetNanos = by.toNanos();
    }

    /** Moves the wall clock that the sender reports tell. */
    public void jumpWallClock(Duration by) {
        wallOffsetNanos = by.toNanos();
    }

    /** Shows another clip from its next key frame on; it must be as long and as fast. Null for the first one. */
    public void show(H264Clip clip) {
        otherClip = clip;
    }

    Answering answering() {
        return answering;
    }

    boolean isFrozen() {
        return frozen;
    }

    double pace() {
        return pace;
    }

    double garbledShare() {
        return garbledShare;
    }

    int straySize() {
        return straySize;
    }

    double lostShare() {
        return lostShare;
    }

    double swappedShare() {
        return swappedShare;
    }

    long streamOffsetNanos() {
        return streamOffsetNanos;
    }

    long wallOffsetNanos() {
        return wallOffsetNanos;
    }

    H264Clip clipInsteadOf(H264Clip usual) {
        H264Clip other = otherClip;
        return other == null ? usual : other;
    }
}
