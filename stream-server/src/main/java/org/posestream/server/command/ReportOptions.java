package org.posestream.server.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.posestream.evaluate.EvaluationReport;
import org.posestream.export.PartFile;
import picocli.CommandLine.Option;

/** Where the report of an evaluation goes: always to the terminal, and as JSON to a file. */
final class ReportOptions {

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the report as JSON to this file.")
    private Path json;

    /** To be called before the work that the report is of. */
    void requireWritable() throws IOException {
        if (json != null) {
            new PartFile(json).requireWritable();
        }
    }

    void publish(EvaluationReport report, PrintWriter terminal) throws IOException {
        terminal.print(report.toText());
        terminal.flush();
        if (json != null) {
            report.write(json);
        }
    }
}
