package org.posestream.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.posestream.frame.FrameBuffer;
import org.posestream.rtsp.CountedClip;
import org.posestream.rtsp.CountedPicture;
import org.posestream.rtsp.H264Clip;
import org.posestream.rtsp.RtspServer;
import org.posestream.rtsp.RtspServerOptions;
import org.posestream.source.SourceOptions.Transport;

/** A camera whose every picture shows by its number when it was taken: number n at n times 40 ms. */
@Timeout(60)
class RtspTimeIT {

    private static final long STEP_NANOS = 40_000_000;

    /** RTP counts ticks of 11 microseconds. */
    private static final long TICK_NANOS = 11_112;

    private static H264Clip clip;

    private final FrameBuffer buffer = new FrameBuffer(0);

    @BeforeAll
    static void encode() throws IOException {
        clip = CountedClip.encode(320, 240, 25);
    }

    @ParameterizedTest
    @EnumSource
    void shouldTellEveryPictureTheTimeAtWhichTheCameraTookIt(Transport transport) throws Exception {
        try (RtspServer server = RtspServer.start(clip, RtspServerOptions.DEFAULT);
                FrameSource source = FrameSources.open(server.url(), SourceOptions.DEFAULT.withTransport(transport))) {
            // The first frame has no time stamp: the parser of H.264 sees none before it.
            assertTrue(source.advance());
            for (int i = 0; i < 60; i++) {
                assertTrue(source.advance());
                source.copyTo(buffer);
                long place = Math.floorDiv(source.captureUnixNanos() + STEP_NANOS / 2, STEP_NANOS);
                assertEquals(CountedPicture.read(buffer), place % CountedClip.PICTURES);
                assertEquals(place * STEP_NANOS, source.captureUnixNanos(), TICK_NANOS);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-3_600, 20})
    void shouldNoticeOnceThatTheStreamsClockJumped(int seconds) throws Exception {
        try (RtspServer server = RtspServer.start(clip, RtspServerOptions.DEFAULT);
                FrameSource source = FrameSources.open(server.url(), SourceOptions.DEFAULT)) {
            assertEquals(0, jumps(source, 20));
            server.switches().jumpStream(Duration.ofSeconds(seconds));
            assertEquals(1, jumps(source, 40));
        }
    }

    @Test
    void shouldNotBelieveACameraThatNeverLearnedTheTime() throws Exception {
        try (RtspServer server = RtspServer.start(clip, RtspServerOptions.DEFAULT);
                FrameSource source = FrameSources.open(server.url(), SourceOptions.DEFAULT)) {
            assertEquals(0, jumps(source, 5));
            // As if it were 1970: reports come once a second.
            server.switches().jumpWallClock(Duration.ofNanos(-source.captureUnixNanos()));
            assertEquals(0, jumps(source, 40), "the stream's clock is another one");
            assertEquals(WallClock.unixNanosAt(source.captureNanos()), source.captureUnixNanos(), 1_000_000_000);
        }
    }

    @Test
    void shouldFollowACameraWhoseClockIsSet() throws Exception {
        try (RtspServer server = RtspServer.start(clip, RtspServerOptions.DEFAULT);
                FrameSource source = FrameSources.open(server.url(), SourceOptions.DEFAULT)) {
            assertEquals(0, jumps(source, 5));
            server.switches().jumpWallClock(Duration.ofHours(1));
            assertEquals(0, jumps(source, 40));
            long told = source.captureUnixNanos() - Duration.ofHours(1).toNanos();
            source.copyTo(buffer);
            assertEquals(CountedPicture.read(buffer), Math.floorDiv(told + STEP_NANOS / 2, STEP_NANOS)
                    % CountedClip.PICTURES);
        }
    }

    private static int jumps(FrameSource source, int frames) throws SourceException {
        int jumps = 0;
        long last = source.captureNanos();
        for (int i = 0; i < frames; i++) {
            assertTrue(source.advance());
            assertTrue(source.captureNanos() > last || last < 0);
            last = source.captureNanos();
            jumps += source.isDiscontinuous() ? 1 : 0;
        }
        return jumps;
    }
}
