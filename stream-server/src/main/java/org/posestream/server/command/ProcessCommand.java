package org.posestream.server.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.posestream.source.SourceException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code posestream process}: every frame of files, nothing dropped. */
@Command(name = "process", description = "Write the skeletons of videos, images or image folders to files.",
        footer = {"", "For each FILE it writes NAME.jsonl, one line a frame, and with --overlay NAME.overlay.mp4.", "",
            "Examples:", "  posestream process walk.mp4 --out results",
            "  posestream process *.mp4 --out results --overlay"})
final class ProcessCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Videos, images or folders of images.")
    private List<String> files;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "Folder for the results.")
    private Path out;

    @Option(names = "--overlay", description = "Also write a video with the skeletons drawn over it.")
    private boolean overlay;

    @Mixin
    private EngineOptions options;

    @Override
    public Integer call() throws Exception {
        Path folder = OutputFolder.create(out);
        boolean failed = false;
        try (FileProcessor processor = new FileProcessor(options, spec.commandLine().getOut())) {
            StreamNames names = new StreamNames();
            for (String file : files) {
                String name = names.next(file);
                failed |= !process(processor, file, folder, name);
            }
        }
        return failed ? 1 : 0;
    }

    /** A file that fails does not keep the others from being processed. */
    private boolean process(FileProcessor processor, String file, Path folder, String name) throws Exception {
        try {
            processor.process(file, name, folder.resolve(name + ".jsonl"),
                    overlay ? folder.resolve(name + ".overlay.mp4") : null);
            return true;
        } catch (SourceException | IOException e) {
            spec.commandLine().getErr().println("posestream: " + e.getMessage());
            return false;
        }
    }
}
