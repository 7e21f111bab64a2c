package org.posestream.server.operations;

import org.posestream.metrics.LatencyRecorder;
import org.posestream.metrics.PipelineMetrics;
import org.posestream.pipeline.CameraStatus;
import org.posestream.pipeline.CameraSupervisor;

/** What is known of one camera. */
record CameraReading(CameraStatus status, PipelineMetrics counters, LatencyRecorder latencies) {

    static CameraReading of(CameraSupervisor camera) {
        return new CameraReading(camera.status(), camera.metrics(), camera.latencies());
    }
}
