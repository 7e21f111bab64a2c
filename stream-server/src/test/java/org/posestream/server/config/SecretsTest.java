package org.posestream.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** No secret of a configuration is ever shown. */
class SecretsTest {

    @Test
    void shouldPrintWhatIsInForceWithoutSecrets() throws ConfigException {
        String text = """
                server:
                  port: ${PORT}
                camera-defaults:
                  options: {rtsp_user_agent: "${AGENT}"}
                cameras:
                  hall:
                    address: rtsp://${WHO:-admin}:${WORD}@10.0.0.7/stream?channel=1&token=t0p
                    device: {size: 1280x720}
                  gate:
                    address: rtsp://me:pw@10.0.0.8/
                    options: {headers: "Authorization: Basic abc", buffer_size: 1000}
                """;
        ConfigFile file = ConfigFile.parse("f.yaml", text, Map.of("PORT", "81", "WORD", "pass", "AGENT", "agent7"));

        assertEquals("server:\n  host: \"127.0.0.1\"\n  port: \"${PORT}\"\n  stop-timeout: 10s\n"
                        + "  tls:\n    certificate:\n    key:\n",
                section(file.effective(), "server"));
        assertEquals("""
                cameras:
                  hall:
                    address: "rtsp://10.0.0.7/stream?channel=1&token=***"
                    enabled: true
                    transport: tcp
                    freshness: latest
                    max-rate: 0
                    read-timeout: 8s
                    open-timeout: 30s
                    stall-timeout: 5s
                    longest-pause: 1min
                    decode-threads: 1
                    device:
                      pixel-format:
                      size: "1280x720"
                      frame-rate:
                    options:
                      rtsp_user_agent: "***"
                  gate:
                    address: "rtsp://10.0.0.8/"
                    enabled: true
                    transport: tcp
                    freshness: latest
                    max-rate: 0
                    read-timeout: 8s
                    open-timeout: 30s
                    stall-timeout: 5s
                    longest-pause: 1min
                    decode-threads: 1
                    device:
                      pixel-format:
                      size:
                      frame-rate:
                    options:
                """, section(file.effective(), "cameras").replaceAll("(?m)^ {6}(headers|buffer_size): .*\n", ""));
        assertEquals(List.of("      buffer_size: \"1000\"", "      headers: \"***\""), file.effective().lines()
                .filter(line -> line.matches(" {6}(headers|buffer_size): .*")).sorted().toList());
    }

    @Test
    void shouldPrintAFileThatSaysTheSame() throws ConfigException {
        PoseStreamConfig config = ConfigFile.parse("f.yaml", """
                server: {host: "::1", stop-timeout: 90s}
                networks: {detector: none, pose: "yes", models: /srv/my networks}
                cameras:
                  hall: {address: "video=USB \\"2.0\\" camera", max-rate: 7.5, device: {frame-rate: 30}}
                """, Map.of()).config();

        assertEquals(config, ConfigFile.parse("p.yaml", new ConfigPrinter(Map.of()).print(config), Map.of()).config());
    }

    @Property(tries = 300)
    void shouldNeverShowAPassword(@ForAll("passwords") String password) throws ConfigException {
        String encoded = password.replace("&", "%26");
        Map<String, String> environment = Map.of("WORD", password, "QUERY", encoded, "USER", inAddress(password));
        ConfigFile file = ConfigFile.parse("f.yaml", """
                camera-defaults:
                  options: {password: "${WORD}"}
                cameras:
                  a: {address: "rtsp://me:${USER}@host/a"}
                  b: {address: "rtsp://host/b?user=me&password=${QUERY}"}
                """, environment);
        assertFalse(file.effective().contains(password), file::effective);
        assertFalse(file.config().toString().contains(password), file.config()::toString);
        assertFalse((file.effective() + file.config()).contains(encoded), file.config()::toString);
        assertFalse((file.effective() + file.config()).contains(inAddress(password)), file.config()::toString);

        ConfigException wrong = assertThrows(ConfigException.class, () -> ConfigFile.parse("f.yaml", """
                server: {port: "${WORD}", stop-timeout: "${WORD}"}
                log: {level: "${WORD}"}
                cameras:
                  a: {address: "rtsp:/me:${WORD}@host/a", device: {size: "${WORD}"}}
                  b: {address: "${WORD}", device: {frame-rate: "${WORD}"}}
                """, environment));
        assertFalse(wrong.getMessage().contains(password), wrong.getMessage());
    }

    @Property(tries = 300)
    void shouldNeverShowAPasswordThatStandsInTheFile(@ForAll("passwords") String password) throws ConfigException {
        String quoted = password.replace("'", "''").replace("$", "$$");
        ConfigFile file = ConfigFile.parse("f.yaml",
                "cameras: {a: {address: 'rtsp://me:" + inAddress(quoted) + "@host/a',"
                        + " options: {password: '" + quoted + "'}}}",
                Map.of());
        assertEquals("rtsp://me:" + inAddress(password) + "@host/a", file.config().cameras().get("a").address());
        assertFalse(file.effective().contains(password), file::effective);
        assertFalse(file.config().toString().contains(password), file.config()::toString);

        ConfigException wrong = assertThrows(ConfigException.class, () -> ConfigFile.parse("f.yaml",
                "cameras: {a: {address: 'rtsp:/me:" + quoted + "@host/a'}}", Map.of()));
        assertFalse(wrong.getMessage().contains(password), wrong.getMessage());
    }

    @Test
    void shouldNotShowAPasswordThatStandsInAName() {
        ConfigException wrong = assertThrows(ConfigException.class, () -> ConfigFile.parse("f.yaml", """
                cameras:
                  rtsp://me:s3cret@host/a: {size: 1x1}
                """, Map.of()));
        assertTrue(wrong.getMessage().contains("cameras.rtsp://host/a: the name must be 1 to 64 letters, digits, - and"
                + " _, but was 'rtsp://host/a'"), wrong.getMessage());
        assertFalse(wrong.getMessage().contains("s3cret"), wrong.getMessage());
    }

    @Provide
    Arbitrary<String> passwords() {
        // Long enough not to be a part of the text by chance; what a path cannot hold would be another error.
        return Arbitraries.strings().withCharRange('!', '~').ofMinLength(6).ofMaxLength(20)
                .filter(text -> !text.contains("..") && !text.equals("\\"));
    }

    /** As an address can hold it. */
    private static String inAddress(String password) {
        return password.replace("/", "%2F").replace("?", "%3F").replace("#", "%23");
    }

    /** A section of the printed text, its line and what is indented below. */
    private static String section(String text, String name) {
        int begin = text.startsWith(name + ":") ? 0 : text.indexOf("\n" + name + ":") + 1;
        return text.substring(begin).replaceFirst("(?s)\\n(?=[a-z]).*", "\n");
    }
}
