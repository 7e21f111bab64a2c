package org.posestream.server.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.posestream.inference.ExecutionProvider;
import org.posestream.pipeline.PipelineOptions;
import org.posestream.server.config.PoseStreamConfig;
import org.posestream.server.config.ServerConfig;
import org.posestream.server.config.VmcConfig;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What the command line says wins over the file; what it does not say, its defaults included, does not. */
class OptionsOverFileTest {

    private static final EngineSettings FILE = new EngineSettings(Path.of("networks"), "det", "pose", "light", "lift",
            ExecutionProvider.CUDA, 3, PipelineOptions.DEFAULTS.withDetectorInterval(7).withEmptyInterval(2)
                    .withMaxPeople(4).withPermits(3));
    private static final ServerConfig LISTEN = new ServerConfig("10.0.0.1", 90, Duration.ofSeconds(3));

    @Command(name = "test")
    private static final class Options {
        @Mixin
        private EngineOptions engine;
        @Mixin
        private ServerOptions server;
        @Mixin
        private AvatarOptions avatars;
    }

    @Test
    void shouldLeaveTheFileAsItIs() {
        Options options = parse();

        assertEquals(FILE, options.engine.over(FILE));
        assertEquals(LISTEN, options.server.over(LISTEN));
    }

    @Test
    void shouldWinOverTheFileEvenWithADefaultsValue() {
        Options options = parse("--pose", "posestream-pose", "--threads", "1", "--empty-interval", "3", "--port",
                "8080");

        assertEquals(new EngineSettings(Path.of("networks"), "det", "posestream-pose", "light", "lift",
                ExecutionProvider.CUDA, 1, FILE.pipeline().withEmptyInterval(3)), options.engine.over(FILE));
        assertEquals(new ServerConfig("10.0.0.1", 8080, Duration.ofSeconds(3)), options.server.over(LISTEN));
    }

    @Test
    void shouldTakeEveryOption() {
        Options options = parse("--models", "m", "--detector", "a", "--pose", "b", "--lifter", "c", "--ep", "CPU",
                "--threads", "2", "--detector-interval", "11", "--empty-interval", "12", "--max-people", "13",
                "--host", "::1", "--port", "0");

        assertEquals(new EngineSettings(Path.of("m"), "a", "b", "light", "c", ExecutionProvider.CPU, 2, FILE.pipeline()
                .withDetectorInterval(11).withEmptyInterval(12).withMaxPeople(13)), options.engine.over(FILE));
        assertEquals(new ServerConfig("::1", 0, Duration.ofSeconds(3)), options.server.over(LISTEN));
    }

    @Test
    void shouldAddAvatarsToThoseOfTheFile() {
        VmcConfig defaults = PoseStreamConfig.DEFAULT.vmcDefaults();
        Map<String, VmcConfig> inFile = Map.of("mine", defaults.withAddress("a"));

        assertEquals(Map.of("mine", defaults.withAddress("a"), "option-1", defaults.withAddress("b"), "option-2",
                defaults.withAddress("c:9")), parse("--vmc", "b", "--vmc", "c:9").avatars
                .over(PoseStreamConfig.DEFAULT.withVmc(inFile)).vmc());
    }

    private static Options parse(String... arguments) {
        Options options = new Options();
        new CommandLine(options).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(arguments);
        return options;
    }
}
