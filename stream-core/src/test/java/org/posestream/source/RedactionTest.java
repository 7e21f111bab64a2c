package org.posestream.source;

import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_log_get_level;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionTest {

    @ParameterizedTest
    @CsvSource(delimiter = '>', quoteCharacter = '"', value = {
        "rtsp://host/cam > rtsp://host/cam",
        "rtsp://host:554/cam?channel=1&subtype=0 > rtsp://host:554/cam?channel=1&subtype=0",
        "rtsp://user:secret@host/cam > rtsp://host/cam",
        "rtsp://user@host/cam > rtsp://host/cam",
        "rtsp://user:se@cret@host/cam > rtsp://host/cam",
        "rtsp://user:se/cr?e#t@host/cam > rtsp://host/cam",
        "rtsp://user:12/34@host/cam > rtsp://host/cam",
        "rtsp:/user:secret@host/cam > host/cam",
        "user:secret@host/cam > host/cam",
        "http://host/a@b > http://host/a@b",
        "http://host/a?user=me&password=secret&size=3 > http://host/a?user=***&password=***&size=3",
        "http://host/a?X-Auth-Token=secret > http://host/a?X-Auth-Token=***",
        "srt://host:90?passphrase=secret&mode=caller > srt://host:90?passphrase=***&mode=caller",
        "rtsp://host/user=me&password=secret&channel=1 > rtsp://host/user=***&password=***&channel=1",
        "rtsp://host/user=me_password=secret_channel=1 > rtsp://host/user=***",
        "rtsp://cam:pa > rtsp://***",
        "rtsp://cam:pa/ss?w > rtsp://***",
        "rtsp://cam:12ab > rtsp://***",
        "rtsp://cam:123456 > rtsp://***",
        "rtsp://me:secret@host:554x/cam > rtsp://***",
        "rtsp://host:99999/cam > rtsp://host:99999/cam",
        "rtsp://[fe80::1]:554/cam > rtsp://[fe80::1]:554/cam",
        "srt://:9000?mode=listener > srt://:9000?mode=listener",
        "rtsp://${USER}:${PASSWORD}@${HOST}:${PORT}/cam > rtsp://${HOST}:${PORT}/cam",
        "'rtsp://host:554': refused > 'rtsp://host:554': refused",
        "walk@home.mp4 > walk@home.mp4",
        "C:\\clips\\walk@home.mp4 > C:\\clips\\walk@home.mp4"})
    void shouldTakeCredentialsOut(String address, String expected) {
        assertEquals(expected, Redaction.of(address));
    }

    @Property(tries = 2_000)
    void shouldNeverShowAPassword(@ForAll("words") String user, @ForAll("passwords") String password) {
        for (String scheme : new String[] {"rtsp://", "rtmp://", "https://", "RTSP://", "rtsp:/", ""}) {
            assertHidden(password, Redaction.of(scheme + user + ":" + password + "@host/cam"));
            assertHidden(password, Redaction.of(scheme + user + ":" + password + "@host:554/cam?a=b:c"));
        }
        assertHidden(password, Redaction.of("rtsp://" + user + ":" + password));
    }

    @Property(tries = 2_000)
    void shouldNeverShowASecretParameter(@ForAll("passwords") String password) {
        String value = password.replace("&", "");
        for (String key : new String[] {"password", "pwd", "pass", "PASSWD", "api_key", "authToken", "sig=x&auth",
            "access_token", "usr", "secret", "signature"}) {
            assertHidden(value, Redaction.of("http://host/cam.m3u8?channel=1&" + key + "=" + value + "&x=1"));
            assertHidden(value, Redaction.of("rtsp://host/" + key + "=" + value));
        }
    }

    @Property(tries = 30)
    void shouldNeverShowAPasswordWhenAnythingFails(@ForAll("words") String user,
            @ForAll("passwords") String password) {
        for (String address : new String[] {"rtsp://" + user + ":" + password + "@127.0.0.1:1/cam",
            "http://" + user + ":" + password + "@127.0.0.1:1/a.mp4", user + ":" + password + "@127.0.0.1",
            "tcp://127.0.0.1:1?password=" + password.replace("&", "")}) {
            SourceException e = assertThrows(SourceException.class,
                    () -> FrameSources.open(address, SourceOptions.DEFAULT.withTimeoutNanos(200_000_000)).close());
            assertHidden(password, e.getMessage());
        }
    }

    @Test
    void shouldNotShowTheValuesOfOptions() {
        SourceOptions options = SourceOptions.DEFAULT.withInputOptions(Map.of("headers", "Authorization: secret"));
        assertFalse(options.toString().contains("secret"));
        assertThrows(SourceException.class, () -> FrameSources.open("rtsp://127.0.0.1:1/cam", options));
    }

    @Test
    void shouldKeepFfmpegFromWritingAddressesIntoItsLog() {
        assertThrows(SourceException.class,
                () -> FrameSources.open("rtsp://u:p@127.0.0.1:1/cam", SourceOptions.DEFAULT));
        assertEquals(AV_LOG_QUIET, av_log_get_level());
    }

    private static void assertHidden(String password, String shown) {
        assertFalse(shown.contains(password), () -> "'" + password + "' stands in " + shown);
    }

    @Provide
    Arbitrary<String> words() {
        return Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(8);
    }

    /** Long enough not to stand in a message by chance. */
    @Provide
    Arbitrary<String> passwords() {
        return Arbitraries.strings().withCharRange('!', '~').ofMinLength(5).ofMaxLength(16)
                .map(text -> "~" + text + "~");
    }
}
