package org.posestream.server.config;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever stands in a file, it is read or refused with lines of the file; nothing else happens. */
class ConfigFuzzTest {

    private static final String TEXT = ConfigFile.manual() + "  hall:\n    address: rtsp://a/\n    options: {a: b}\n";

    @Property(tries = 2000)
    void shouldReadOrRefuseAManualThatWasTamperedWith(@ForAll("edits") List<Edit> edits) {
        StringBuilder text = new StringBuilder(TEXT.replace("cameras: {}", "cameras:"));
        for (Edit edit : edits) {
            int at = (int) (edit.place() * text.length());
            text.replace(at, Math.min(text.length(), at + edit.length()), edit.text());
        }
        assertReadOrRefused(text.toString());
    }

    @Property(tries = 1000)
    void shouldReadOrRefuseAnyText(@ForAll String text) {
        assertReadOrRefused(text);
    }

    private static void assertReadOrRefused(String text) {
        try {
            ConfigFile file = ConfigFile.parse("f.yaml", text, Map.of("A", "1"));
            ConfigFile.parse("f.yaml", new ConfigPrinter(Map.of()).print(file.config()).replace("$", "$$"), Map.of());
        } catch (ConfigException e) {
            assertFalse(e.lines().isEmpty());
            for (String line : e.lines()) {
                assertTrue(line.matches("f\\.yaml:\\d+: .+"), line);
            }
        }
    }

    @Provide
    Arbitrary<List<Edit>> edits() {
        Arbitrary<String> texts = Arbitraries.of("", " ", "\n", ":", "- ", "\t", "&a ", "*a", "? ", "!!binary ", "!x ",
                "<<: *a\n", "{", "}", "[", "]", "\"", "'", "|", ">", "#", "---\n", "null", "~", "${A}", "${", "$$",
                "0x1", "1e9", "-1", "\0", "\uFEFF", "\uD83D\uDE00", "%", "@", "  hall:\n", "2001-01-01");
        return Combinators.combine(Arbitraries.doubles().between(0, 1), Arbitraries.integers().between(0, 30), texts)
                .as(Edit::new).list().ofMinSize(1).ofMaxSize(6);
    }

    private record Edit(double place, int length, String text) {
    }
}
