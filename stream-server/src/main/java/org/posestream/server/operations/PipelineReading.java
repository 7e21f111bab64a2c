package org.posestream.server.operations;

import java.util.List;
import org.posestream.metrics.LatencyRecorder;
import org.posestream.metrics.PipelineMetrics;
import org.posestream.pipeline.DegradationStep;
import org.posestream.pipeline.PosePipeline;
import org.posestream.pipeline.StageProgress;

/** What is known of a pipeline; its cameras by name. */
record PipelineReading(StageProgress progress, PipelineMetrics counters, LatencyRecorder latencies,
        DegradationStep degradation, List<CameraReading> cameras) {

    static PipelineReading of(PosePipeline pipeline) {
        return new PipelineReading(pipeline.progress(), pipeline.metrics(), pipeline.latencies(),
                pipeline.degradationStep(), pipeline.supervisors().stream().map(CameraReading::of).toList());
    }
}
