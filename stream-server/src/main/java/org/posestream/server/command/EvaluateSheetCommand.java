package org.posestream.server.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.posestream.evaluate.ContactSheet;
import org.posestream.evaluate.ImageChoice;
import org.posestream.export.PartFile;
import org.posestream.source.ImageFolderSource;
import org.posestream.source.SourceException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code posestream evaluate sheet}: what networks make of real pictures, for the eye. */
@Command(name = "sheet", description = "Draw what the networks find in images and videos on one picture.",
        footer = {"", "Left limbs are orange, right ones blue; at each box stand the id and the score in per cent. What"
            + " each picture is, by its number, is printed.", "", "Examples:",
            "  posestream evaluate sheet --images photos --out sheet.png",
            "  posestream evaluate sheet --images DATA --videos MEDIA --out sheet.png"})
final class EvaluateSheetCommand implements Callable<Integer> {

    private static final Set<String> VIDEO_ENDINGS = Set.of("mp4", "m4v", "mov", "mkv", "webm", "avi", "mpg", "mpeg",
            "ts", "flv", "wmv", "3gp", "ogv");
    private static final int MOST_PICTURES = 1000;

    @Spec
    private CommandSpec spec;

    @Option(names = "--images", paramLabel = "DIR", arity = "1..*", description = "Folders to take images from; of the"
            + " recipes' data folder only what is held out from training.")
    private List<Path> images = List.of();

    @Option(names = "--videos", paramLabel = "DIR", arity = "1..*",
            description = "Folders whose videos and images are all processed, or single files.")
    private List<Path> videos = List.of();

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "The picture to write, a .png.")
    private Path out;

    @Option(names = "--count", paramLabel = "N", defaultValue = "40",
            description = "How many of the images (default: ${DEFAULT-VALUE}).")
    private int count;

    @Option(names = "--frames", paramLabel = "N", defaultValue = "3",
            description = "How many frames of each video (default: ${DEFAULT-VALUE}).")
    private int frames;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1",
            description = "Another one chooses other images (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Mixin
    private EngineOptions options;

    private final ContactSheet sheet = new ContactSheet();
    private final StreamNames names = new StreamNames();
    private boolean failed;

    @Override
    public Integer call() throws Exception {
        if (images.isEmpty() && videos.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "one of --images and --videos is missing");
        }
        requireRange("--count", count);
        requireRange("--frames", frames);
        System.setProperty("java.awt.headless", "true"); // else painting opens a program's window on macOS
        new PartFile(out).requireWritable();
        List<Path> stills = ImageChoice.of(images, count, seed);
        List<Path> media = media();
        try (FileProcessor processor = new FileProcessor(options, spec.commandLine().getOut())) {
            for (Path still : stills) {
                add(processor, still, 1);
            }
            for (Path file : media) {
                add(processor, file, frames);
            }
        }
        sheet.write(out);
        PrintWriter terminal = spec.commandLine().getOut();
        sheet.legend().forEach(terminal::println);
        terminal.println(sheet.legend().size() + " pictures -> " + out);
        return failed ? 1 : 0;
    }

    /** A file that fails does not keep the others from being processed. */
    private void add(FileProcessor processor, Path file, int pictures) throws Exception {
        try {
            processor.process(file.toString(), names.next(file.toString()),
                    source -> List.of(sheet.writer(file.toString(), source.frameCount(), pictures)));
        } catch (SourceException | IOException e) {
            spec.commandLine().getErr().println("posestream: " + e.getMessage());
            failed = true;
        }
    }

    private List<Path> media() throws IOException {
        List<Path> media = new ArrayList<>();
        for (Path video : videos) {
            if (!Files.isDirectory(video)) {
                media.add(video);
                continue;
            }
            try (Stream<Path> files = Files.list(video)) {
                media.addAll(files.filter(EvaluateSheetCommand::isMedium).sorted().toList());
            } catch (IOException e) {
                throw new IOException("the folder '" + video + "' cannot be read; give one with videos", e);
            }
        }
        return media;
    }

    private static boolean isMedium(Path file) {
        String name = file.getFileName().toString();
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return ImageFolderSource.isImage(file) || VIDEO_ENDINGS.contains(ending) && Files.isRegularFile(file);
    }

    private void requireRange(String option, int value) {
        if (value < 1 || value > MOST_PICTURES) {
            throw new ParameterException(spec.commandLine(),
                    option + " must be between 1 and " + MOST_PICTURES + ", but was " + value);
        }
    }
}
