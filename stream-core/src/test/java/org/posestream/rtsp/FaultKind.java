package org.posestream.rtsp;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import org.posestream.rtsp.FaultSwitches.Answering;

/** What can go wrong with an {@link RtspServer}. */
public enum FaultKind {
    /** Switched off, and on again. */
    KILLED(2, 0),
    /** The connection breaks off, and can be made again at once. */
    DROPPED(1, 0),
    /** Nothing comes any more, and the connection stays. */
    FROZEN(1, 0),
    /** A fifth of the frames a second. */
    SLOW(0, 2000),
    /** Random bytes in the packets. */
    GARBAGE_IN_PACKETS(1, 0),
    /** Random bytes between the packets. */
    GARBAGE_BETWEEN_PACKETS(1, 0),
    /** Broken off; then random bytes for an answer. */
    GARBAGE_ANSWERS(2, 0),
    /** Broken off; then there is no such path. */
    WRONG_PATH(2, 0),
    /** Broken off; then the password is another. */
    WRONG_PASSWORD(2, 0),
    /** Broken off; then no answer. */
    NO_ANSWER(2, 0),
    /** Broken off; then a byte at a time. */
    BYTE_BY_BYTE(2, 0),
    /** Broken off; then every connection is closed at once. */
    HANGS_UP(2, 0),
    /** Another size of the pictures in the same stream, and back. */
    OTHER_SIZE(0, 1500),
    /** The stream's time stamps leap an hour ahead, and back. */
    STREAM_AHEAD(0, 1500),
    /** The stream's time stamps leap an hour back, and ahead. */
    STREAM_BACK(0, 1500),
    /** The sender's wall clock leaps a day ahead, and back. */
    WALL_CLOCK_AHEAD(0, 1500);

    private final int losses;
    private final Duration hold;

    FaultKind(int losses, long holdMillis) {
        this.losses = losses;
        this.hold = Duration.ofMillis(holdMillis);
    }

    /** The name in tables. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /**
     * It, on one camera.
     *
     * @param otherSize a clip of another size with key frames at the same places
     */
    public Fault on(RtspServer camera, H264Clip otherSize) {
        return new Fault(label(), losses, hold, () -> begin(camera, otherSize), () -> end(camera));
    }

    private void begin(RtspServer camera, H264Clip otherSize) throws IOException {
        FaultSwitches switches = camera.switches();
        switch (this) {
            case KILLED -> camera.kill();
            case DROPPED -> camera.dropClients();
            case FROZEN -> switches.freeze(true);
            case SLOW -> switches.slowDownTo(0.2);
            case GARBAGE_IN_PACKETS -> switches.garble(1);
            case GARBAGE_BETWEEN_PACKETS -> switches.stray(5000);
            case GARBAGE_ANSWERS -> answerAnew(camera, Answering.GARBAGE);
            case WRONG_PATH -> answerAnew(camera, Answering.NOT_FOUND);
            case WRONG_PASSWORD -> answerAnew(camera, Answering.UNAUTHORIZED);
            case NO_ANSWER -> answerAnew(camera, Answering.NEVER);
            case BYTE_BY_BYTE -> answerAnew(camera, Answering.BYTE_BY_BYTE);
            case HANGS_UP -> answerAnew(camera, Answering.HANG_UP);
            case OTHER_SIZE -> switches.show(otherSize);
            case STREAM_AHEAD -> switches.jumpStream(Duration.ofHours(1));
            case STREAM_BACK -> switches.jumpStream(Duration.ofHours(-1));
            case WALL_CLOCK_AHEAD -> switches.jumpWallClock(Duration.ofDays(1));
        }
    }

    private void end(RtspServer camera) throws IOException {
        if (this == KILLED) {
            camera.revive();
        } else {
            camera.switches().calm();
        }
    }

    private static void answerAnew(RtspServer camera, Answering how) {
        camera.switches().answer(how);
        camera.dropClients();
    }
}
