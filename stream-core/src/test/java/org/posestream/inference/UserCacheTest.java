package org.posestream.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UserCacheTest {

    private static final Path HOME = Path.of("home");

    private static Path directory(String os, Map<String, String> environment) {
        return UserCache.directory(os, HOME, environment::get);
    }

    @Test
    void shouldBeWhereEachSystemKeepsCaches() {
        assertEquals(HOME.resolve(".cache/posestream"), directory("Linux", Map.of()));
        assertEquals(Path.of("xdg/posestream"), directory("Linux", Map.of("XDG_CACHE_HOME", "xdg")));
        assertEquals(HOME.resolve(".cache/posestream"), directory("Linux", Map.of("XDG_CACHE_HOME", "")));
        assertEquals(HOME.resolve("Library/Caches/posestream"), directory("Mac OS X", Map.of()));
        assertEquals(Path.of("local/posestream"), directory("Windows 11", Map.of("LOCALAPPDATA", "local")));
        assertEquals(HOME.resolve("AppData/Local/posestream"), directory("Windows 11", Map.of()));
    }
}
