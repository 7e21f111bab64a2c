package org.posestream.server.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.posestream.evaluate.ChainFigures;
import org.posestream.evaluate.ChainScore;
import org.posestream.evaluate.ClipTruth;
import org.posestream.evaluate.EvaluationReport;
import org.posestream.evaluate.FigureTable;
import org.posestream.metrics.Machine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code posestream evaluate chain}: from pixels to millimetres, on clips whose joints are exactly known. */
@Command(name = "chain", description = "Run the whole chain on rendered clips and compare people, joints and identities"
        + " with the truth.",
        footer = {"", "Without a VIDEO it takes the bundled clip. The truth of NAME.mp4 is NAME.json beside it unless "
            + "--truth names it.", "", "Examples:", "  posestream evaluate chain",
            "  posestream evaluate chain clips/*.mp4 --json chain.json"})
final class EvaluateChainCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "VIDEO", arity = "0..*", description = "Clips.")
    private List<Path> videos = List.of();

    @Option(names = "--truth", paramLabel = "FILE", arity = "1..*",
            description = "What is known of the clips, in their order (default: NAME.json beside each VIDEO).")
    private List<Path> truths = List.of();

    @Mixin
    private ReportOptions report;

    @Mixin
    private EngineOptions options;

    /** A clip and what is known of it. */
    private record Clip(String name, Path video, ClipTruth truth) {
    }

    @Override
    public Integer call() throws Exception {
        if (!truths.isEmpty() && truths.size() != videos.size()) {
            throw new ParameterException(spec.commandLine(), "--truth must name a file for each VIDEO, but there are "
                    + videos.size() + " videos and " + truths.size() + " truths");
        }
        report.requireWritable();
        if (!videos.isEmpty()) {
            evaluate(clips());
            return 0;
        }
        try (BundledClip demo = BundledClip.copy()) {
            evaluate(List.of(new Clip("demo", demo.video(), BundledClip.truth())));
            return 0;
        }
    }

    private List<Clip> clips() throws IOException {
        List<Clip> clips = new ArrayList<>();
        StreamNames names = new StreamNames();
        for (Path video : videos) {
            Path truth = truths.isEmpty()
                    ? video.resolveSibling(StreamNames.stem(video.toString()) + ".json") : truths.get(clips.size());
            clips.add(new Clip(names.next(video.toString()), video, ClipTruth.read(truth)));
        }
        return clips;
    }

    private void evaluate(List<Clip> clips) throws Exception {
        List<FigureTable.Row> rows = new ArrayList<>();
        ChainFigures all = ChainFigures.NONE;
        Map<String, Object> facts = new LinkedHashMap<>();
        try (FileProcessor processor = new FileProcessor(options, spec.commandLine().getOut())) {
            facts.put("networks", processor.status());
            for (Clip clip : clips) {
                ChainScore score = new ChainScore(clip.truth());
                long runsBefore = processor.detectorRuns();
                processor.process(clip.video().toString(), clip.name(), source -> List.of(score));
                ChainFigures figures = score.figures().withDetectorRuns(processor.detectorRuns() - runsBefore);
                rows.add(figures.row(clip.name()));
                all = all.plus(figures);
            }
        }
        if (clips.size() > 1) {
            rows.add(all.row("all"));
        }
        FigureTable table = new FigureTable("Whole chain on rendered clips", ChainFigures.columns(), rows);
        report.publish(new EvaluationReport("chain", List.of(table), facts, Machine.here()),
                spec.commandLine().getOut());
    }
}
