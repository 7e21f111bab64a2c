package org.posestream.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.posestream.export.PartFile;
import org.posestream.rtsp.FaultOutcome;

/** What came of many faults, by kind. */
final class FaultTable {

    private final List<FaultOutcome> outcomes = new ArrayList<>();

    void add(FaultOutcome outcome) {
        outcomes.add(outcome);
    }

    /** A line a kind: how often, and median and maximum of what it took. */
    void print(PrintWriter out) {
        out.printf("%-24s %5s  %15s  %15s  %15s%n", "", "", "noticed, ms", "back, ms", "frames lost");
        out.printf("%-24s %5s  %7s %7s  %7s %7s  %7s %7s%n", "fault", "times", "p50", "max", "p50", "max", "p50",
                "max");
        Map<String, List<FaultOutcome>> kinds = new TreeMap<>();
        outcomes.forEach(outcome -> kinds.computeIfAbsent(outcome.fault(), kind -> new ArrayList<>()).add(outcome));
        kinds.forEach((kind, all) -> out.printf("%-24s %5d  %s  %s  %s%n", kind, all.size(),
                figures(all, FaultOutcome::noticeMillis), figures(all, FaultOutcome::recoverMillis),
                figures(all, FaultOutcome::framesLost)));
    }

    private static String figures(List<FaultOutcome> all, ToDoubleFunction<FaultOutcome> figure) {
        double[] sorted = all.stream().mapToDouble(figure).filter(Double::isFinite).sorted().toArray();
        return sorted.length == 0 ? String.format("%7s %7s", "-", "-")
                : String.format(Locale.ROOT, "%7.0f %7.0f", sorted[sorted.length / 2], sorted[sorted.length - 1]);
    }

    /** Writes a line a fault, whole or not at all. */
    void writeCsv(Path file) throws IOException {
        PartFile target = new PartFile(file);
        List<String> lines = new ArrayList<>(List.of("fault,noticeMillis,recoverMillis,framesLost,states"));
        for (FaultOutcome outcome : outcomes) {
            lines.add(String.format(Locale.ROOT, "%s,%.0f,%.0f,%d,%s", outcome.fault(), outcome.noticeMillis(),
                    outcome.recoverMillis(), outcome.framesLost(),
                    String.join(" ", outcome.states().stream().map(state -> state.label()).toList())));
        }
        Files.write(target.part(), lines);
        target.complete();
    }
}
