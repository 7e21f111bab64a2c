package org.posestream.server.preview;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.posestream.server.config.PreviewConfig;
import org.posestream.server.web.Request;

class LookTest {

    private static final PreviewConfig LIMITS = new PreviewConfig(true, 15, 640, 75, 4);

    @Test
    void shouldTakeWhatIsUsualWhereNothingIsSaid() throws Refusal {
        assertEquals(new Look("hall", new Look.Form(false, 640), 0), Look.atPicture(request(""), LIMITS));
        assertEquals(new Look("hall", new Look.Form(false, 640), 10), Look.atStream(request(""), LIMITS));
        PreviewConfig slow = new PreviewConfig(true, 5, 640, 75, 4);
        assertEquals(5, Look.atStream(request(""), slow).rate());
    }

    @Test
    void shouldTakeWhatIsAskedFor() throws Refusal {
        assertEquals(new Look("hall", new Look.Form(true, 16), 0.5),
                Look.atStream(request("overlay=true&width=16&rate=0.5"), LIMITS));
        assertEquals(new Look("hall", new Look.Form(false, 640), 15),
                Look.atStream(request("overlay=false&width=640&rate=15"), LIMITS));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', value = {
        "width=641,  \"width must be a number between 16 and 640, but was '641'\"",
        "width=,     \"width must be a number between 16 and 640, but was ''\"",
        "width=1e400,\"width must be a number between 16 and 640, but was '1e400'\"",
        "width=99.5, \"width must be a whole number of pixels, but was '99.5'\"",
        "rate=0,     \"rate must be a number between 0.1 and 15, but was '0'\"",
        "rate=ten,   \"rate must be a number between 0.1 and 15, but was 'ten'\"",
        "rate=NaN,   \"rate must be a number between 0.1 and 15, but was 'NaN'\"",
        "overlay=1,  \"overlay must be true or false, but was '1'\"",
        "colour=red, \"there is no parameter 'colour' here, only overlay, rate, width\""})
    void shouldRefuseWhatItDoesNotUnderstand(String query, String message) {
        Refusal refusal = assertThrows(Refusal.class, () -> Look.atStream(request(query), LIMITS));
        assertEquals(message, refusal.getMessage());
        assertEquals(400, refusal.reply().status());
    }

    private static Request request(String query) {
        return new Request("GET", "/v1/cameras/hall/preview.mjpg", Map.of("name", "hall"),
                new QueryStringDecoder("/?" + query).parameters());
    }
}
