package org.posestream.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posestream.server.access.AddressRange;
import org.posestream.server.access.Scope;
import org.posestream.server.access.TokenDigest;

class AccessConfigTest {

    private static final String SECRET = "correct-horse-battery";
    private static final Map<String, String> ENVIRONMENT = Map.of("TOKEN", SECRET, "SHORT", "sesame");

    @TempDir
    private Path folder;

    @Test
    void shouldReadTokensAndLists() throws Exception {
        Path file = Files.writeString(folder.resolve("admin.token"), "another-horse-battery\n");
        ConfigFile read = parse("""
                access:
                  tokens:
                    screen: {value: "${TOKEN}"}
                    admin: {scope: control, value-file: FILE}
                  origins: ["https://app.example", "http://localhost:5173"]
                  hosts: []
                  camera-networks: [10.0.0.0/8, "fd00::/8", 192.168.1.7]
                """.replace("FILE", file.toString()));
        AccessConfig access = read.config().access();

        assertEquals(List.of("https://app.example", "http://localhost:5173"), access.origins());
        assertEquals(List.of("10.0.0.0/8", "fd00::/8", "192.168.1.7/32").stream().map(AddressRange::parse).toList(),
                access.cameraNetworks());
        assertEquals(Map.of("screen", new TokenConfig(Scope.VIEW, Optional.of(TokenDigest.of(SECRET)),
                Optional.empty()), "admin", new TokenConfig(Scope.CONTROL,
                Optional.of(TokenDigest.of("another-horse-battery")), Optional.of(file))), access.tokens());
        assertFalse(access.isUnguarded(false));
        assertTrue(AccessConfig.DEFAULT.isUnguarded(false));
        assertFalse(AccessConfig.DEFAULT.withOpen(true).isUnguarded(false));
        assertFalse(AccessConfig.DEFAULT.isUnguarded(true));
    }

    @Test
    void shouldShowNoSecretAndNoDigest() throws Exception {
        ConfigFile read = parse("access:\n  tokens:\n    screen: {value: \"${TOKEN}\"}\n"
                + "  origins: [\"https://a.b\"]\n");

        String shown = read.effective();
        assertTrue(shown.contains("      value: \"${TOKEN}\"\n"), shown);
        assertTrue(shown.contains("  origins: [https://a.b]\n"), shown);
        String json = new ConfigInForce(read).shown(Map.of()).get("access").toString();
        assertTrue(json.contains("\"value\":\"${TOKEN}\"") && json.contains("[\"https://a.b\"]"), json);
        assertFalse((shown + read.config() + json).contains(SECRET));
        assertEquals(read.config().access().origins(), ConfigFile.parse("f.yaml", shown, ENVIRONMENT).config().access()
                .origins(), "what is shown can be read");
    }

    @Test
    void shouldTellAllThatIsWrongWithoutSayingASecret() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty"));
        List<String> errors = errors("""
                server: {tls: {certificate: a.pem}}
                access:
                  tokens:
                    a: {value: "${SHORT}"}
                    b: {value: plain-text-secret-0123}
                    c: {scope: none, value: "${TOKEN}"}
                    d: {}
                    e: {value: "${TOKEN}", value-file: x}
                    f: {value-file: EMPTY}
                    g: {value-file: /nowhere/at/all}
                    h: {value: "x${TOKEN}"}
                    "i j": {value: "${TOKEN}"}
                  origins: https://app.example
                  hosts: [pose.example, "pose example", 8]
                  camera-schemes: [rtsp, file]
                  camera-networks: [10.0.0.1/8, here, ~, [1]]
                """.replace("EMPTY", empty.toString()));

        String all = String.join("\n", errors);
        for (String each : List.of(
                "f.yaml:1: server.tls: needs both certificate and key, or neither",
                "f.yaml:4: access.tokens.a.value: must be a secret of 16 to 256",
                "f.yaml:5: access.tokens.b.value: must come from the environment as a whole, written ${NAME}",
                "f.yaml:6: access.tokens.c.scope: must be view or control, but was 'none' (default: view)",
                "f.yaml:7: access.tokens.d: needs a secret: either value: ${NAME}",
                "f.yaml:8: access.tokens.e: needs a secret: either value: ${NAME}",
                "f.yaml:9: access.tokens.f.value-file: '" + empty + "' must hold a secret",
                "f.yaml:10: access.tokens.g.value-file: there is no file '/nowhere/at/all'",
                "f.yaml:11: access.tokens.h.value: must come from the environment as a whole",
                "f.yaml:12: access.tokens.i j: the name must be 1 to 64 letters",
                "f.yaml:13: access.origins: must be a list, each an origin such as https://app.example, without a path,"
                    + " but is 'https://app.example'; write origins: [ONE, ANOTHER], or [] for none",
                "f.yaml:14: access.hosts.2: must be a host's name, without a port, but was 'pose example'",
                "f.yaml:15: access.camera-schemes.2: must be one of rtsp, rtsps, rtmp, rtmps, http, https, but was"
                    + " 'file'",
                "f.yaml:16: access.camera-networks.1: must be a network such as",
                "f.yaml:16: access.camera-networks.2: must be a network such as",
                "f.yaml:16: access.camera-networks.3: has no value",
                "f.yaml:16: access.camera-networks.4: must be a network such as")) {
            assertTrue(all.contains(each), each + "\n  is not in\n" + all);
        }
        for (String secret : List.of(SECRET, "sesame", "plain-text-secret")) {
            assertFalse(all.contains(secret), all);
        }
    }

    @Test
    void shouldRefuseOneSecretForTwo() {
        assertTrue(errors("access:\n  tokens:\n    a: {value: \"${TOKEN}\"}\n    b: {value: \"${TOKEN}\"}\n").get(0)
                .contains("access.tokens.b: is the same secret as access.tokens.a; give each its own"));
    }

    private static ConfigFile parse(String text) throws ConfigException {
        return ConfigFile.parse("f.yaml", text, ENVIRONMENT);
    }

    private static List<String> errors(String text) {
        return assertThrows(ConfigException.class, () -> parse(text)).lines();
    }
}
