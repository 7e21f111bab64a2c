package org.posestream.server.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.posestream.evaluate.EvaluationReport;
import org.posestream.evaluate.NetworkUnderTest;
import org.posestream.inference.ModelEntry;
import org.posestream.inference.ModelException;
import org.posestream.inference.ModelSpec;
import org.posestream.inference.ModelSpec.Task;
import org.posestream.inference.ModelStore;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What the evaluations of single networks share: which ones, on how much of the data, and where the report goes. */
final class ComparisonOptions {

    /** Measures networks on at most {@code limit} people, images or clips. */
    interface Measurement {
        EvaluationReport of(List<NetworkUnderTest> networks, int limit) throws Exception;
    }


    /** In place of a name: every embedded network for the task. */
    private static final String EMBEDDED = "embedded";

    @Option(names = "--network", paramLabel = "NAME|FILE", defaultValue = EMBEDDED,
            description = "A network to measure: its name, its file NAME.onnx, or 'embedded' for all embedded ones; "
                + "may be given more than once (default: ${DEFAULT-VALUE}).")
    private List<String> networks;

    @Option(names = "--models", paramLabel = "DIR", description = "Folder with more networks; looked into first.")
    private Path models;

    @Option(names = "--limit", paramLabel = "N",
            description = "Only the first N people, images or clips, for a quick look (default: all).")
    private Integer limit;

    @Mixin
    private ReportOptions report;

    /** Measures the networks asked for and publishes the report; gives the exit code. */
    int run(CommandLine command, Set<Task> tasks, Measurement measurement) throws Exception {
        if (limit != null && limit < 1) {
            throw new ParameterException(command, "--limit must be at least 1, but was " + limit);
        }
        report.requireWritable();
        List<NetworkUnderTest> compared = forTasks(tasks);
        report.publish(measurement.of(compared, limit == null ? Integer.MAX_VALUE : limit), command.getOut());
        return 0;
    }

    /**
     * The networks asked for, in this order.
     *
     * @throws ModelException when one is not there or is for another task
     */
    private List<NetworkUnderTest> forTasks(Set<Task> tasks) {
        ModelStore store = ModelStore.open(models);
        List<NetworkUnderTest> found = new ArrayList<>();
        for (String network : networks) {
            if (network.equals(EMBEDDED)) {
                found.addAll(embedded(store, tasks));
            } else {
                found.add(one(store, network, tasks));
            }
        }
        if (found.isEmpty()) {
            throw new ModelException("there is no embedded network for " + names(tasks) + "; name one with --network");
        }
        return found;
    }

    private static String names(Set<Task> tasks) {
        return String.join(" or ", tasks.stream().map(Task::name).sorted().toList());
    }

    private static List<NetworkUnderTest> embedded(ModelStore store, Set<Task> tasks) {
        return store.list().stream().filter(entry -> entry.origin() == ModelEntry.Origin.EMBEDDED)
                .map(ModelEntry::spec).filter(spec -> spec != null && tasks.contains(spec.task()))
                .map(spec -> new NetworkUnderTest(spec.name(), spec)).toList();
    }

    private static NetworkUnderTest one(ModelStore store, String network, Set<Task> tasks) {
        ModelSpec spec = network.endsWith(".onnx") ? ModelStore.ofFile(Path.of(network)) : store.find(network);
        if (!tasks.contains(spec.task())) {
            throw new ModelException(network + " is a network for " + spec.task() + ", but one for " + names(tasks)
                    + " is needed here; see posestream models list");
        }
        return new NetworkUnderTest(label(network), spec);
    }

    /** Of a file its name and its folder's, which tell two versions of a network apart. */
    private static String label(String network) {
        Path path = Path.of(network);
        int names = path.getNameCount();
        return path.subpath(Math.max(0, names - 2), names).toString();
    }
}
