package org.posestream.server.command;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.posestream.detect.OnnxPersonDetector;
import org.posestream.detect.PersonDetector;
import org.posestream.detect.WholeFrameDetector;
import org.posestream.estimate.PoseEstimator;
import org.posestream.estimate.TopDownPoseEstimator;
import org.posestream.inference.InferenceOptions;
import org.posestream.inference.ModelException;
import org.posestream.inference.ModelSpec;
import org.posestream.inference.ModelStore;
import org.posestream.inference.OnnxModel;
import org.posestream.inference.UserCache;
import org.posestream.lift.PoseLifter;
import org.posestream.lift.SingleFrameLifter;
import org.posestream.pipeline.PipelineComponents;
import org.posestream.pipeline.PipelineOptions;
import org.posestream.pipeline.PosePipeline;
import org.posestream.pipeline.PosePublisher;

/**
 * The composition root: names of networks become a running pipeline. A new kind of detector, pose network or lifter is
 * made known here.
 */
final class Engine {

    /** Frames that may share one call of the detector; above that a GPU gains little and latency grows. */
    private static final int DETECTOR_BATCH = 4;
    private static final String NONE = "none";

    private final Deque<OnnxModel> opened = new ArrayDeque<>();
    private final EngineOptions options;
    private final int threads;
    private final ModelStore store;

    private Engine(EngineOptions options) {
        this.options = options;
        this.threads = options.threads();
        this.store = ModelStore.open(options.models());
    }

    /**
     * Opens the networks, warms them and starts the stages.
     *
     * @throws ModelException when a network cannot be had or does not fit the others
     */
    static PosePipeline open(EngineOptions options, List<PosePublisher> publishers) {
        PipelineOptions pipelineOptions = options.pipeline();
        Engine engine = new Engine(options);
        try {
            PosePipeline pipeline = new PosePipeline(engine.components(), pipelineOptions, publishers);
            pipeline.start();
            return pipeline;
        } catch (RuntimeException e) {
            engine.opened.forEach(OnnxModel::close);
            throw e;
        }
    }

    private PipelineComponents components() {
        int people = options.pipeline().maxPeople();
        PersonDetector detector = options.detector().equals(NONE)
                ? new WholeFrameDetector(DETECTOR_BATCH)
                : new OnnxPersonDetector(model(options.detector(), ModelSpec.Task.DETECTOR, DETECTOR_BATCH));
        PoseEstimator estimator = new TopDownPoseEstimator(
                model(options.pose(), ModelSpec.Task.POSE2D, people));
        Optional<PoseLifter> lifter = estimator.topology3d().isPresent()
                ? Optional.empty()
                : Optional.of(new SingleFrameLifter(model(options.lifter(), ModelSpec.Task.LIFTER, people),
                        estimator.topology2d()));
        return new PipelineComponents(detector, estimator, lifter);
    }

    /** The network of that name, for that task, warm for every batch size. */
    private OnnxModel model(String name, ModelSpec.Task task, int maxBatch) {
        ModelSpec spec = store.find(name);
        requireTask(spec, task);
        Path engines = UserCache.directory().resolve("engines");
        OnnxModel model = OnnxModel.open(spec, new InferenceOptions(options.provider(), threads, maxBatch, engines));
        opened.push(model);
        model.warmUp();
        return model;
    }

    private static void requireTask(ModelSpec spec, ModelSpec.Task task) {
        boolean fits = spec.task() == task || task == ModelSpec.Task.POSE2D && spec.task() == ModelSpec.Task.POSE3D;
        if (!fits) {
            throw new ModelException(spec.name() + " is a network for " + spec.task() + ", but " + task
                    + " is needed here; see posestream models list");
        }
    }
}
