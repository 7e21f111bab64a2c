package org.posestream.server.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** The text of a configuration, taken apart as YAML; nothing of it is made an object. */
final class ConfigText {

    private static final int MAX_BYTES = 1 << 20;
    /** Anchors may stand for a section here and there; many of them are an attack. */
    private static final int MAX_ALIASES = 50;
    private static final int MAX_DEPTH = 20;
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private ConfigText() {
    }

    /** Reads a file whole. */
    static String read(Path file) throws ConfigException {
        if (Files.isDirectory(file)) {
            throw refused(file, "is a folder; name a YAML file");
        }
        try {
            byte[] bytes;
            try (var in = Files.newInputStream(file)) {
                bytes = in.readNBytes(MAX_BYTES + 1);
            }
            if (bytes.length > MAX_BYTES) {
                throw refused(file, "has more than " + MAX_BYTES + " bytes; that is no configuration");
            }
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (NoSuchFileException e) {
            throw refused(file, "is not there; 'posestream config print > posestream.yaml' writes one to begin with");
        } catch (CharacterCodingException e) {
            throw refused(file, "is not text in UTF-8; save it as such");
        } catch (IOException e) {
            throw refused(file, "cannot be read: " + e.getMessage());
        }
    }

    /** The file's root; empty where there is nothing but comments. */
    static Optional<Node> compose(String file, String text) throws ConfigException {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(MAX_ALIASES);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setCodePointLimit(MAX_BYTES);
        try {
            return Optional.ofNullable(new Yaml(new SafeConstructor(options)).compose(new StringReader(text)));
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            String context = e.getContext() == null ? "" : e.getContext() + ", ";
            throw new ConfigException(List.of(file + ":" + line + ": is not YAML: " + context + e.getProblem()));
        } catch (YAMLException e) {
            throw new ConfigException(List.of(file + ":1: is not YAML that can be used: "
                    + e.getMessage().lines().findFirst().orElse("")));
        }
    }

    private static ConfigException refused(Path file, String rule) {
        return new ConfigException(List.of("posestream: '" + file + "' " + rule));
    }
}
