package org.posestream.source;

import static org.bytedeco.ffmpeg.global.avdevice.avdevice_register_all;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** FFmpeg's device that makes pictures from a filter graph stands for a camera. */
class DeviceTest {

    private static final String CAMERA = "device:lavfi:testsrc=size=64x48:rate=25:duration=0.4";

    @BeforeAll
    static void requireDevices() {
        try {
            avdevice_register_all();
        } catch (LinkageError e) {
            assumeTrue(false, "skipped: FFmpeg's device library does not load here");
        }
    }

    @Test
    void shouldReadADeviceAsALiveCamera() throws Exception {
        try (FrameSource source = FrameSources.open(CAMERA, SourceOptions.DEFAULT)) {
            assertTrue(source.isLive());
            assertEquals(0, source.frameCount());
            long last = Long.MIN_VALUE;
            int frames = 0;
            while (source.advance()) {
                assertTrue(source.captureNanos() > last && source.captureNanos() <= System.nanoTime());
                last = source.captureNanos();
                Instant captured = Instant.EPOCH.plusNanos(source.captureUnixNanos());
                assertTrue(captured.isAfter(Instant.now().minusSeconds(60)) && captured.isBefore(
                        Instant.now().plusSeconds(1)), captured.toString());
                frames++;
            }
            assertEquals(10, frames);
            assertEquals(new SourceFormat("wrapped_avframe", "rgb24", 64, 48, 25), withMeasuredRateLeftOut(source));
            assertEquals(Optional.of("the sender closed the stream"), source.endReason());
        }
    }

    @Test
    void shouldTellTheRateThatIsReallyGot() throws Exception {
        // Says 50 frames/s, and gives 25.
        String slow = "device:lavfi:testsrc=size=64x48:rate=50,setpts=2*PTS,realtime";
        try (FrameSource source = FrameSources.open(slow, SourceOptions.DEFAULT)) {
            assertTrue(source.advance());
            assertEquals(50, source.format().framesPerSecond());
            for (int i = 1; i <= 60; i++) {
                assertTrue(source.advance());
            }
            assertEquals(25, source.format().framesPerSecond(), 0.6);
            assertEquals(50, source.frameRate(), "nominal");
        }
    }

    @Test
    void shouldSayOnceWhatACameraGivesInsteadOfWhatItWasAskedFor() throws Exception {
        SourceOptions asking = SourceOptions.DEFAULT.withDeviceFormat(new SourceFormat("mjpeg", "", 1280, 720, 30));
        assertEquals(List.of("'" + CAMERA + "' was asked for mjpeg 1280x720 30 frames/s, but gives wrapped_avframe"
                + " rgb24 64x48 25 frames/s"), warningsOf(asking));
    }

    @Test
    void shouldSayNothingWhenACameraGivesWhatItWasAskedFor() throws Exception {
        assertEquals(List.of(), warningsOf(SourceOptions.DEFAULT.withDeviceFormat(
                new SourceFormat("", "rgb24", 64, 48, 25))));
    }

    @ParameterizedTest
    @CsvSource({"mjpeg,,mjpeg", ",yuyv422,yuyv422"})
    void shouldAskACameraOfLinuxForWhatIsWanted(String codec, String pixels, String inputFormat) throws Exception {
        SourceFormat wanted = new SourceFormat(codec == null ? "" : codec, pixels == null ? "" : pixels, 1280, 720, 30);
        assertEquals(Map.of("input_format", inputFormat, "video_size", "1280x720", "framerate", "30.0"),
                InputOptions.of(SourceAddress.parse("/dev/video0"), SourceOptions.DEFAULT.withDeviceFormat(wanted)));
    }

    @Test
    void shouldAskACameraOfMacForWhatIsWantedAndNobodyForNothing() throws Exception {
        SourceAddress camera = SourceAddress.parse("avfoundation:0");
        assertEquals(Map.of("pixel_format", "nv12"), InputOptions.of(camera,
                SourceOptions.DEFAULT.withDeviceFormat(new SourceFormat("", "nv12", 0, 0, 0))));
        assertEquals(Map.of(), InputOptions.of(camera, SourceOptions.DEFAULT));
    }

    @Test
    void shouldRefuseADeviceWithoutAName() {
        SourceException e = assertThrows(SourceException.class, () -> SourceAddress.parse("device:lavfi"));
        assertEquals("'device:lavfi' names no device; write device:FORMAT:NAME", e.getMessage());
    }

    @Test
    void shouldNameADeviceThatFfmpegDoesNotHave() {
        SourceException e = assertThrows(SourceException.class,
                () -> FrameSources.open("device:kaleidoscope:1", SourceOptions.DEFAULT));
        assertEquals("'device:kaleidoscope:1' needs FFmpeg's device 'kaleidoscope', which this system does not have;"
                + " give a file, a stream or a camera of this system", e.getMessage());
    }

    private static List<String> warningsOf(SourceOptions options) throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger(FfmpegFrameSource.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        try (FrameSource source = FrameSources.open(CAMERA, options)) {
            while (source.advance()) {
                assertEquals(64, source.format().width());
            }
        } finally {
            logger.detachAppender(lines);
        }
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private static SourceFormat withMeasuredRateLeftOut(FrameSource source) {
        return source.format().withFramesPerSecond(25);
    }
}
