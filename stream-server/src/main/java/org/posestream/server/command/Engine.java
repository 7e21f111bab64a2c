package org.posestream.server.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.posestream.detect.OnnxPersonDetector;
import org.posestream.detect.PersonDetector;
import org.posestream.detect.WholeFrameDetector;
import org.posestream.estimate.PoseEstimator;
import org.posestream.estimate.TopDownPoseEstimator;
import org.posestream.inference.InferenceOptions;
import org.posestream.inference.ModelEntry;
import org.posestream.inference.ModelException;
import org.posestream.inference.ModelSpec;
import org.posestream.inference.ModelStore;
import org.posestream.inference.OnnxModel;
import org.posestream.inference.UserCache;
import org.posestream.lift.PoseLifter;
import org.posestream.pipeline.PipelineComponents;
import org.posestream.pipeline.PipelineOptions;
import org.posestream.pipeline.PosePipeline;
import org.posestream.pipeline.PosePublisher;

/**
 * The composition root: names of networks become a running pipeline, which it owns. A new kind of detector, pose
 * network or lifter is made known here.
 */
public final class Engine implements AutoCloseable {

    /** Frames that may share one call of the detector on a GPU; above that it gains little and latency grows. */
    private static final int DETECTOR_BATCH = 4;

    private final Deque<OnnxModel> networks = new ArrayDeque<>();
    private final EngineSettings settings;
    private final ModelStore store;
    private final PosePipeline pipeline;

    private Engine(EngineSettings settings, List<PosePublisher> publishers) {
        this.settings = settings;
        store = ModelStore.open(settings.models());
        try {
            pipeline = new PosePipeline(components(), settings.pipeline(), publishers);
            pipeline.start();
        } catch (RuntimeException e) {
            networks.forEach(OnnxModel::close);
            throw e;
        }
    }

    /**
     * Opens the networks, warms them and starts the stages.
     *
     * @param publishers get every finished frame; stay with the caller
     * @throws ModelException when a network cannot be had or does not fit the others
     */
    public static Engine open(EngineSettings settings, List<PosePublisher> publishers) {
        return new Engine(settings, publishers);
    }

    /** Takes sources, and runs until this object is closed. */
    public PosePipeline pipeline() {
        return pipeline;
    }

    /**
     * The networks in the order of their stages, to be asked for what they are and how long they ran; they belong to
     * the pipeline.
     */
    public List<OnnxModel> networks() {
        List<OnnxModel> inOrder = new ArrayList<>(networks);
        Collections.reverse(inOrder);
        return inOrder;
    }

    /** Every network that could be had, by the name by which it is asked for. */
    List<ModelEntry> models() {
        return store.list();
    }

    /** For people: each network and what computes it, for example {@code posestream-pose on cpu}. */
    public String status() {
        return networks().stream().map(network -> network.spec().name() + " on "
                + network.provider().toString().toLowerCase(Locale.ROOT)).collect(Collectors.joining(", "));
    }

    @Override
    public void close() {
        pipeline.close();
    }

    /**
     * To be asked after {@link #close()}.
     *
     * @throws IOException when a source or network did not end in time and was left behind
     */
    void requireNothingLeaked() throws IOException {
        if (pipeline.hasLeaked()) {
            throw new IOException("a source or a network did not end in time and was left behind; the log names it");
        }
    }

    private PipelineComponents components() {
        int people = settings.pipeline().maxPeople();
        PersonDetector detector = settings.detector().equals(EngineSettings.NO_DETECTOR)
                ? new WholeFrameDetector(DETECTOR_BATCH)
                : new OnnxPersonDetector(model(settings.detector(), ModelSpec.Task.DETECTOR, DETECTOR_BATCH));
        PoseEstimator estimator = new TopDownPoseEstimator(
                model(settings.pose(), ModelSpec.Task.POSE2D, people));
        Optional<PoseEstimator> lighter = lighterThan(estimator);
        Optional<PoseLifter> lifter = estimator.topology3d().isPresent()
                ? Optional.empty()
                : Optional.of(PoseLifter.of(model(settings.lifter(), ModelSpec.Task.LIFTER, people),
                        estimator.topology2d(), people * settings.pipeline().maxCameras()));
        return new PipelineComponents(detector, estimator, lighter, lifter);
    }

    /** The network for when there is too much to do, where it may come to that. */
    private Optional<PoseEstimator> lighterThan(PoseEstimator usual) {
        PipelineOptions options = settings.pipeline();
        if (!options.degradation().enabled() || settings.lighterPose().equals(settings.pose())) {
            return Optional.empty();
        }
        PoseEstimator lighter = new TopDownPoseEstimator(
                model(settings.lighterPose(), ModelSpec.Task.POSE2D, options.maxPeople()));
        if (!PipelineComponents.findSameJoints(usual, lighter)) {
            throw new ModelException(settings.lighterPose() + " does not find the same joints as " + settings.pose()
                    + ", so it cannot take over; name another lighter network, or the same one to do without");
        }
        return Optional.of(lighter);
    }

    /** The network of that name, for that task; the pipeline warms it. */
    private OnnxModel model(String name, ModelSpec.Task task, int maxBatch) {
        ModelSpec spec = store.find(name);
        requireTask(spec, task);
        Path engines = UserCache.directory().resolve("engines");
        OnnxModel model = OnnxModel.open(spec,
                new InferenceOptions(settings.provider(), settings.threads(), maxBatch, engines));
        networks.push(model);
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
