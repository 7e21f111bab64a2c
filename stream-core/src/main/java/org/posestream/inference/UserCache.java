package org.posestream.inference;

import java.nio.file.Path;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** The folder for what can be had again: {@code posestream} in the operating system's per-user cache. */
public final class UserCache {

    private UserCache() {
    }

    /** The folder; it need not exist. */
    public static Path directory() {
        return directory(System.getProperty("os.name"), Path.of(System.getProperty("user.home")), System::getenv);
    }

    static Path directory(String osName, Path home, UnaryOperator<String> environment) {
        String os = osName.toLowerCase(Locale.ROOT);
        if (os.startsWith("windows")) {
            return named(environment.apply("LOCALAPPDATA"), home.resolve("AppData/Local")).resolve("posestream");
        }
        if (os.startsWith("mac")) {
            return home.resolve("Library/Caches/posestream");
        }
        return named(environment.apply("XDG_CACHE_HOME"), home.resolve(".cache")).resolve("posestream");
    }

    private static Path named(String folder, Path otherwise) {
        return folder == null || folder.isBlank() ? otherwise : Path.of(folder);
    }
}
