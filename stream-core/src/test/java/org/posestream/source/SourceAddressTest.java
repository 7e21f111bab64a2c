package org.posestream.source;

import static org.bytedeco.ffmpeg.global.avformat.avio_enum_protocols;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceAddressTest {

    @ParameterizedTest
    @CsvSource({
        "/dev/video0, DEVICE, /dev/video0, v4l2",
        "/dev/v4l/by-id/usb-Cam-index0, DEVICE, /dev/v4l/by-id/usb-Cam-index0, v4l2",
        "dshow:USB Camera, DEVICE, video=USB Camera, dshow",
        "video=USB Camera, DEVICE, video=USB Camera, dshow",
        "avfoundation:0, DEVICE, 0, avfoundation",
        "lavfi:testsrc=size=64x48, GRAPH, testsrc=size=64x48, lavfi",
        "rtsp://host/cam, STREAM, rtsp://host/cam,",
        "rtmp://host/live, STREAM, rtmp://host/live,",
        "udp://239.0.0.1:1234, STREAM, udp://239.0.0.1:1234,",
        "RTSP://Host:554/Cam, STREAM, rtsp://Host:554/Cam,",
        "' rtsp://host/cam ', STREAM, rtsp://host/cam,",
        "' /dev/video0', DEVICE, /dev/video0, v4l2",
        "udp://@:1234, STREAM, udp://@:1234,",
        "srt://:9000?mode=listener, STREAM, srt://:9000?mode=listener,",
        "rtsp://[::1]:65535/cam, STREAM, rtsp://[::1]:65535/cam,",
        "HTTPS://host/a.mp4, WEB, https://host/a.mp4,"})
    void shouldUnderstandAddresses(String text, SourceAddress.Kind kind, String url, String format)
            throws SourceException {
        SourceAddress address = SourceAddress.parse(text);
        assertEquals(kind, address.kind());
        assertEquals(url, address.url());
        assertEquals(Optional.ofNullable(format), address.inputFormat());
    }

    @Test
    void shouldTellFilesFromFolders(@TempDir Path folder) throws Exception {
        Path file = TestVideos.lossless(folder.resolve("a.mkv"), 16, 16, "yuv420p", 1);
        assertEquals(SourceAddress.Kind.FOLDER, SourceAddress.parse(folder.toString()).kind());
        assertEquals(SourceAddress.Kind.FILE, SourceAddress.parse(file.toString()).kind());
        assertEquals("file:" + file, SourceAddress.parse(file.toUri().toString()).url());
    }

    @Test
    void shouldKeepPasswordsOutOfMessages() throws SourceException {
        assertEquals("rtsp://host/cam", SourceAddress.parse("rtsp://user:secret@host/cam").toString());
        assertEquals("rtsp://host/cam", SourceAddress.parse("rtsp://user:se@cret@host/cam").toString());
        assertEquals("http://host/a@b", SourceAddress.parse("http://host/a@b").toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '>', quoteCharacter = '"', value = {
        "rtps://me:secret@host/cam > 'rtps://host/cam' begins with no scheme that can be received; did you mean"
            + " 'rtsp'?",
        "gopher://host/cam > 'gopher://host/cam' begins with no scheme that can be received; use one of ftp, http,"
            + " https, mmsh, mmst, rtmp, rtmpe, rtmps, rtmpt, rtmpte, rtmpts, rtp, rtsp, rtsps, sap, satip, srt, srtp,"
            + " tcp, tls, udp, udplite, unix",
        "rtsp:// > 'rtsp://' names no host; write rtsp://HOST/PATH",
        "RTSP://me:secret@/cam > 'RTSP:///cam' names no host; write rtsp://HOST/PATH",
        "http://:80/a > 'http://:80/a' names no host; write http://HOST/PATH",
        "rtsp://h:99999/x > 'rtsp://h:99999/x' has a port that there cannot be; give one between 1 and 65535, or none"
            + " for the scheme's own",
        "udp://:0 > 'udp://:0' has a port that there cannot be; give one between 1 and 65535, or none for the scheme's"
            + " own",
        "rtsp://me:123456/89@h/x > 'rtsp://h/x' holds '/', '?' or '#' in its user name or password; write %2F, %3F or"
            + " %23 there",
        "http://me:s3c#ret@h/x > 'http://h/x' holds '/', '?' or '#' in its user name or password; write %2F, %3F or"
            + " %23 there",
        "RTSP:/me:secret@h/x > 'h/x' has a scheme without '//' behind it; write RTSP://HOST/PATH",
        "http:h/x > 'http:h/x' has a scheme without '//' behind it; write http://HOST/PATH"})
    void shouldRefuseWhatCanNeverBeOpened(String text, String message) {
        assertEquals(message, assertThrows(SourceException.class, () -> SourceAddress.parse(text)).getMessage());
    }

    @Test
    void shouldKnowOnlySchemesThatFfmpegKnows() {
        Set<String> known = new HashSet<>();
        PointerPointer<?> iterator = new PointerPointer<>(1).put(0, new Pointer());
        for (BytePointer name = avio_enum_protocols(iterator, 0); name != null;
                name = avio_enum_protocols(iterator, 0)) {
            known.add(name.getString());
        }
        // These are demuxers, which open protocols of their own.
        known.addAll(Set.of("rtsp", "rtsps", "sap", "satip"));
        Set<String> unknown = new TreeSet<>(NetworkAddress.SCHEMES);
        unknown.removeAll(known);
        assertEquals(Set.of(), unknown, known::toString);
    }

    @Test
    void shouldTellAFileThatMayComeFromAnAddressThatCannotBe(@TempDir Path folder) throws Exception {
        String file = folder.resolve("walk.mp4").toString();
        assertThrows(MissingFileException.class, () -> SourceAddress.parse(file));
        Files.createFile(Path.of(file));
        assertThrows(MissingFileException.class, () -> SourceAddress.parse(file));
        assertEquals(SourceException.class,
                assertThrows(SourceException.class, () -> SourceAddress.parse("rtsp://")).getClass());
    }

    @Test
    void shouldRefuseWhatCannotBeAPath() {
        SourceException e = assertThrows(SourceException.class, () -> SourceAddress.parse("a\0b"));
        assertEquals("'a\0b' is not a path; give the path of a video, an image or a folder of images", e.getMessage());
    }

    @Test
    void shouldRefuseAnEmptyAddress() {
        SourceException e = assertThrows(SourceException.class, () -> SourceAddress.parse(" "));
        assertEquals("no source was named; give a file, a folder or an address", e.getMessage());
    }
}
