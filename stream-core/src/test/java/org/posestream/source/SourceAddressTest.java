package org.posestream.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.Optional;
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
        "HTTPS://host/a.mp4, WEB, HTTPS://host/a.mp4,"})
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
