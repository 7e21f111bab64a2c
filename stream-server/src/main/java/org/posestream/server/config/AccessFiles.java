package org.posestream.server.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.posestream.server.access.TokenDigest;

/** Judges the tokens of a file, and fetches those that stand in files of their own. */
final class AccessFiles {

    private static final String TOKENS = "access.tokens.";
    private static final int MAX_BYTES = 4096;

    private final ConfigReader reader;
    private final ConfigProblems problems;

    AccessFiles(ConfigReader reader, ConfigProblems problems) {
        this.reader = reader;
        this.problems = problems;
    }

    /** The same with the digest of every token's secret; tokens that have none are problems. */
    PoseStreamConfig fill(PoseStreamConfig config) {
        Map<String, TokenConfig> filled = new LinkedHashMap<>();
        Map<TokenDigest, String> names = new LinkedHashMap<>();
        config.access().tokens().forEach((name, token) -> digest(name, token).ifPresent(digest -> {
            filled.put(name, token.withValue(digest));
            String other = names.putIfAbsent(digest, name);
            if (other != null) {
                refuse(name, "is the same secret as " + TOKENS + other + "; give each its own");
            }
        }));
        judgeTls(config.server().tls());
        return config.withAccess(config.access().withTokens(filled));
    }

    private Optional<TokenDigest> digest(String name, TokenConfig token) {
        boolean inFile = token.valueFile().isPresent();
        if (reader.has(TOKENS + name + ".value") == inFile) {
            refuse(name, "needs a secret: either value: ${NAME}, from the environment, or value-file: PATH");
            return Optional.empty();
        }
        if (inFile) {
            return read(name, token.valueFile().get());
        }
        // What the environment gave is kept as it was written: nothing but the name of a variable is no secret.
        if (!reader.placeholders().getOrDefault(TOKENS + name + ".value", "").matches("\\$\\{[^}]*\\}")) {
            refuse(name + ".value", "must come from the environment as a whole, written ${NAME}; a file with secrets"
                    + " cannot be shown to anybody");
        }
        return token.value();
    }

    private Optional<TokenDigest> read(String name, Path file) {
        String key = name + ".value-file";
        try {
            if (Files.size(file) > MAX_BYTES) {
                refuse(key, "'" + file + "' is too long for a secret; give a file whose only line is one");
                return Optional.empty();
            }
            return Optional.of(TokenDigest.of(Files.readString(file).strip()));
        } catch (IllegalArgumentException e) {
            refuse(key, "'" + file + "' must hold " + TokenDigest.RULE + ", and nothing else");
        } catch (NoSuchFileException e) {
            refuse(key, "there is no file '" + file + "'; 'openssl rand -hex 32 > FILE' makes one");
        } catch (CharacterCodingException e) {
            refuse(key, "'" + file + "' is no text");
        } catch (IOException e) {
            refuse(key, "'" + file + "' cannot be read: " + e.getMessage());
        }
        return Optional.empty();
    }

    private void judgeTls(TlsConfig tls) {
        if (tls.certificate().isPresent() != tls.key().isPresent()) {
            String key = "server.tls";
            problems.add(reader.line(key), key, "needs both certificate and key, or neither");
        }
    }

    private void refuse(String token, String text) {
        problems.add(reader.line(TOKENS + token), TOKENS + token, text);
    }
}
