package org.posestream.server.camera;

import org.posestream.metrics.PipelineCounter;
import org.posestream.pipeline.CameraOptions;
import org.posestream.pipeline.CameraState;
import org.posestream.pipeline.CameraSupervisor;
import org.posestream.pipeline.PosePipeline;
import org.posestream.server.camera.CameraException.Reason;
import org.posestream.server.config.CameraConfig;
import org.posestream.source.SourceOpener;

/** A camera that is known and in the pipeline, paused where it is not to run. Orders come from one thread at a time. */
final class ManagedCamera {

    private final String name;
    private final PosePipeline pipeline;
    private volatile CameraConfig config;
    private volatile CameraOpening opening;
    private volatile CameraSupervisor supervisor;

    /** A camera that must {@link #begin} before anything else. */
    ManagedCamera(String name, CameraConfig config, CameraOpening opening, PosePipeline pipeline) {
        this.name = name;
        this.config = config;
        this.opening = opening;
        this.pipeline = pipeline;
    }

    String name() {
        return name;
    }

    CameraConfig config() {
        return config;
    }

    CameraOpening opening() {
        return opening;
    }

    void setConfig(CameraConfig newConfig, CameraOpening newOpening) {
        config = newConfig;
        opening = newOpening;
    }

    /** Whether it is open or on its way to be. */
    boolean isRunning() {
        return supervisor.status().state() != CameraState.PAUSED;
    }

    /** Enters the pipeline with the present settings. */
    void begin(boolean running) throws CameraException {
        CameraConfig settings = config;
        CameraOpening how = opening;
        SourceOpener opener = () -> how.open(settings);
        CameraOptions camera = config.cameraOptions();
        try {
            supervisor = running ? pipeline.supervise(name, opener, camera)
                    : pipeline.supervisePaused(name, opener, camera);
        } catch (IllegalStateException e) {
            throw new CameraException(Reason.FULL, e.getMessage());
        }
    }

    void resume() {
        supervisor.resume();
    }

    void pause() {
        supervisor.pause();
    }

    /** Leaves the pipeline; false when something of it had to be left behind. */
    boolean stop() {
        return supervisor.stop();
    }

    CameraView view() {
        CameraSupervisor its = supervisor;
        return new CameraView(config, its.status(), its.metrics().count(PipelineCounter.FRAMES_FAILED));
    }
}
