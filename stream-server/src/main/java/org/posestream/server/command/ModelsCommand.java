package org.posestream.server.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.posestream.inference.ImageInput;
import org.posestream.inference.ModelEntry;
import org.posestream.inference.ModelException;
import org.posestream.inference.ModelSpec;
import org.posestream.inference.ModelStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code posestream models}: which networks there are, what they are, and whether they are sound. */
@Command(name = "models", description = "List, show and verify networks.",
        footer = {"", "Networks are looked for in --models DIR, then in the folder that POSESTREAM_MODELS names, then "
            + "in the user's cache, then among the embedded ones.", "", "Examples:", "  posestream models list",
            "  posestream models show posestream-pose", "  posestream models verify --models my-networks"})
final class ModelsCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Option(names = "--models", paramLabel = "DIR", scope = ScopeType.INHERIT,
            description = "Folder with more networks; looked into first.")
    private Path models;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "one of list, show, verify is missing");
    }

    @Command(name = "list", description = "List all networks, one a line.")
    int list() {
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%-28s %-10s %-9s %10s  %s%n", "NAME", "TASK", "ORIGIN", "BYTES", "LICENCE");
        for (ModelEntry entry : ModelStore.open(models).list()) {
            if (entry.problem() != null) {
                out.printf("%-28s unusable: %s%n", entry.name(), entry.problem());
                continue;
            }
            ModelSpec model = entry.spec();
            out.printf("%-28s %-10s %-9s %10d  %s%n", model.name(), lower(model.task()), lower(entry.origin()),
                    model.file().bytes(), model.about().licence());
        }
        return 0;
    }

    @Command(name = "show", description = "Show what is known of a network.")
    int show(@Parameters(paramLabel = "NAME", description = "The network.") String name) {
        ModelEntry entry = ModelStore.open(models).show(name);
        if (entry.problem() != null) {
            throw new ModelException(entry.problem());
        }
        ModelSpec model = entry.spec();
        PrintWriter out = spec.commandLine().getOut();
        row(out, "name", model.name());
        row(out, "task", lower(model.task()));
        row(out, "origin", lower(entry.origin()) + ", " + entry.location());
        row(out, "sha256", model.file().sha256());
        row(out, "input", model.input().tensor() + " " + lower(model.input().type()) + rows(model.input().image()));
        row(out, "outputs", String.join(", ", model.outputs().stream().map(Object::toString).toList()));
        if (model.state() != null) {
            row(out, "state", model.state().input() + " -> " + model.state().output());
        }
        row(out, "decoder", model.decoder().cardName());
        row(out, "topology", model.head().topology() == null ? "none" : model.head().topology().id());
        row(out, "size", model.about().parameters() + " parameters, " + model.about().gflop() + " GFLOP, "
                + model.file().bytes() + " bytes");
        row(out, "licence", model.about().licence());
        row(out, "provenance", model.about().provenance());
        model.about().measured().entrySet().stream().sorted(Map.Entry.comparingByKey())
                .forEach(figure -> row(out, "measured", figure.getKey() + ": " + figure.getValue()));
        return 0;
    }

    @Command(name = "verify", description = "Check size, sha256 and shapes of networks and run each once; "
            + "all of them when none is named.")
    int verify(@Parameters(paramLabel = "NAME", arity = "0..*", description = "The networks.") List<String> names) {
        ModelStore store = ModelStore.open(models);
        List<String> all = names == null || names.isEmpty()
                ? store.list().stream().map(ModelEntry::name).toList() : names;
        boolean sound = true;
        for (String name : all) {
            sound &= verify(store, name);
        }
        return sound ? 0 : 1;
    }

    private boolean verify(ModelStore store, String name) {
        try {
            store.verify(name);
            spec.commandLine().getOut().println(name + ": sound");
            return true;
        } catch (ModelException e) {
            spec.commandLine().getErr().println("posestream: " + e.getMessage());
            return false;
        }
    }

    private static String rows(ImageInput image) {
        return image == null || !image.hasFreeRows() ? ""
                : ", up to " + image.height() + " rows in steps of " + image.rowStep();
    }

    private static void row(PrintWriter out, String key, String value) {
        out.printf("%-11s %s%n", key, value);
    }

    private static String lower(Object constant) {
        return constant.toString().toLowerCase(Locale.ROOT);
    }
}
