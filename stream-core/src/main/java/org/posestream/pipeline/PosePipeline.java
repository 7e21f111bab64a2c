package org.posestream.pipeline;

import static java.util.Objects.requireNonNull;

import com.lmax.disruptor.BatchEventProcessor;
import com.lmax.disruptor.BatchEventProcessorBuilder;
import com.lmax.disruptor.TimeoutException;
import com.lmax.disruptor.WaitStrategy;
import com.lmax.disruptor.YieldingWaitStrategy;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.EventHandlerGroup;
import com.lmax.disruptor.dsl.EventProcessorFactory;
import com.lmax.disruptor.dsl.ProducerType;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.posestream.frame.FramePool;
import org.posestream.frame.FrameSlot;
import org.posestream.metrics.LatencyBudget;
import org.posestream.metrics.LatencyRecorder;
import org.posestream.metrics.PipelineMetrics;
import org.posestream.pose.SkeletonTopology;
import org.posestream.source.FrameSource;
import org.posestream.source.SourceOpener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ring and its stages, shared by all cameras; see the package's description for the picture.
 *
 * <p>Life: construct, {@link #start()}, {@link #add} files and {@link #supervise} cameras at any time,
 * {@link #close()}. The pipeline owns its networks and the sources given to it, and closes them; publishers stay with
 * the caller.
 */
public final class PosePipeline implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PosePipeline.class);

    private static final CameraOptions EVERY_FRAME =
            new CameraOptions(Freshness.EVERY, 0, SupervisionOptions.DEFAULT);

    private enum State { NEW, RUNNING, CLOSED }

    private final PipelineComponents components;
    private final PipelineOptions options;
    private final PipelineMetrics metrics = new PipelineMetrics();
    private final LatencyRecorder latencies = new LatencyRecorder();
    private final Degradation degradation;
    private final RecycleStage recycling;
    private final Cameras cameras = new Cameras();
    private final ConcurrentMap<String, CameraReader> readers = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, CameraSupervisor> supervisors = new ConcurrentHashMap<>();
    /** Stopped ones of which readers hang. */
    private final Set<CameraSupervisor> hanging = ConcurrentHashMap.newKeySet();
    private final LongSupplier clock;
    private final CameraWatch watch;
    private final SplittableRandom random = new SplittableRandom();
    private final StageThreads stageThreads = new StageThreads();
    private final WaitStrategy waitStrategy;
    private final Disruptor<FrameSlot> disruptor;
    private State state = State.NEW;
    private int nextCamera;
    /** Of somebody before a live camera. */
    private final AtomicLong lastPersonId = new AtomicLong();
    private volatile boolean leaked;

    /**
     * A pipeline at rest.
     *
     * @param components its networks; closed with it
     * @param publishers get every finished frame, in this order
     */
    public PosePipeline(PipelineComponents components, PipelineOptions options, List<PosePublisher> publishers) {
        this(components, options, publishers, switch (options.waiting()) {
            case BLOCKING -> new StageWaitStrategy();
            case YIELDING -> new YieldingWaitStrategy();
        }, System::nanoTime);
    }

    PosePipeline(PipelineComponents components, PipelineOptions options, List<PosePublisher> publishers,
            WaitStrategy waitStrategy, LongSupplier clock) {
        this.components = requireNonNull(components, "components is null");
        this.options = requireNonNull(options, "options is null");
        this.waitStrategy = waitStrategy;
        this.clock = clock;
        watch = new CameraWatch(supervisors.values(), this::tidyUp, clock);
        degradation = new Degradation(options.degradation(), components.lighterEstimator().isPresent(), metrics,
                log::warn);
        disruptor = new Disruptor<>(() -> new FrameSlot(components.newPeople(options.maxPeople())),
                options.ringSize(), stageThreads, ProducerType.MULTI, waitStrategy);
        disruptor.setDefaultExceptionHandler(new StageFailureHandler());
        recycling = new RecycleStage(cameras, latencies, options.budget());
        chainStages(List.copyOf(publishers));
    }

    private void chainStages(List<PosePublisher> publishers) {
        EventHandlerGroup<FrameSlot> chain = disruptor
                .handleEventsWith(inBatches(new DetectStage(components.detector(), cameras)))
                .then(inBatches(PersonStage.estimating(components.estimator(), components.lighterEstimator())))
                .then(inBatches(new TrackStage(cameras)));
        if (components.activeLifter().isPresent()) {
            chain = chain.then(inBatches(PersonStage.lifting(components.activeLifter().get())));
        }
        chain.then(inBatches(new SmoothStage(cameras)))
                .then(inBatches(new PublishStage(publishers, metrics, clock)))
                .then(recycling);
    }

    /** The stage on a thread of its own that takes up to the stage's batch of frames at once. */
    private EventProcessorFactory<FrameSlot> inBatches(FrameStage stage) {
        return (ring, sequences) -> {
            BatchEventProcessor<FrameSlot> processor = new BatchEventProcessorBuilder()
                    .setMaxBatchSize(stage.maxBatch())
                    .build(ring, ring.newBarrier(sequences), new StageHandler(stage, waitStrategy, clock));
            processor.setExceptionHandler(new StageFailureHandler());
            return processor;
        };
    }

    /** What has been counted so far. */
    public PipelineMetrics metrics() {
        return metrics;
    }

    /** How long stages and whole frames took so far. */
    public LatencyRecorder latencies() {
        return latencies;
    }

    /** Judges frames from now on by another budget; from any thread. */
    public void setLatencyBudget(LatencyBudget budget) {
        recycling.setBudget(budget);
    }

    /** What is given up at the moment because there is too much to do; from any thread. */
    public DegradationStep degradationStep() {
        return degradation.step();
    }

    /** How far the stages are; from any thread, never waits. */
    public StageProgress progress() {
        // Read first, so that a frame which enters and leaves between the two never makes more leave than enter.
        long left = disruptor.getRingBuffer().getMinimumGatingSequence() + 1;
        return new StageProgress(disruptor.getRingBuffer().getCursor() + 1, left, stageThreads.areAlive());
    }

    /** Starts the stages; the networks are warm when this returns. */
    public synchronized void start() {
        requireState(State.NEW);
        new WarmUp(components).run();
        disruptor.start();
        state = State.RUNNING;
    }

    /**
     * Starts to read a source, on a thread of its own; at any time while the pipeline runs.
     *
     * @param name name of the stream in the output; free again when its reader has ended or was left behind
     * @param source closed by its reader at the end; stays with the caller when this throws
     */
    public synchronized CameraReader add(String name, FrameSource source) {
        requireFree(name);
        CameraReader leftBehind = readers.get(name);
        // A camera's times do not depend on how fast the stages are, so its frames need not wait for them.
        Camera camera = newCamera(name, source.isLive(), source.isLive() ? CameraOptions.DEFAULT : EVERY_FRAME);
        CameraReader reader = new CameraReader(camera, source, newDoor(camera), options.closeTimeout(), ended -> {
            readers.remove(name, ended);
            cameras.retire(camera);
        });
        leaked |= leftBehind != null;
        cameras.add(camera);
        readers.put(name, reader);
        reader.start();
        return reader;
    }

    /**
     * Begins to keep a camera going, at any time while the pipeline runs; returns at once, whether or not the camera is
     * there.
     *
     * @param name name of the stream in the output; free again when the camera was stopped
     * @param opener called again after every loss, on a thread of the camera's own
     */
    public synchronized CameraSupervisor supervise(String name, SourceOpener opener, CameraOptions cameraOptions) {
        CameraSupervisor supervisor = newSupervisor(name, opener, cameraOptions);
        supervisor.start();
        watch.start();
        return supervisor;
    }

    /** Like {@link #supervise}, but paused: nothing is opened, and no thread is started, until it is resumed. */
    public synchronized CameraSupervisor supervisePaused(String name, SourceOpener opener,
            CameraOptions cameraOptions) {
        CameraSupervisor supervisor = newSupervisor(name, opener, cameraOptions);
        supervisor.startPaused();
        watch.start();
        return supervisor;
    }

    private CameraSupervisor newSupervisor(String name, SourceOpener opener, CameraOptions cameraOptions) {
        requireNonNull(opener, "opener is null");
        requireFree(name);
        Camera camera = newCamera(name, true, cameraOptions);
        CameraLife life = new CameraLife(cameraOptions.supervision(), camera.metrics(),
                () -> new ReaderThread(name, opener, newDoor(camera), clock, watch::wake), random.split(),
                new CameraLog(name));
        CameraSupervisor supervisor = new CameraSupervisor(camera, life, clock, options.closeTimeout(), ended -> {
            supervisors.remove(name, ended);
            cameras.retire(camera);
            if (ended.hasLeftBehind()) {
                hanging.add(ended);
            }
        });
        cameras.add(camera);
        supervisors.put(name, supervisor);
        return supervisor;
    }

    /** The supervised cameras, by name. */
    public List<CameraSupervisor> supervisors() {
        return supervisors.values().stream().sorted(Comparator.comparing(CameraSupervisor::name)).toList();
    }

    /** Order of the joints in the image, of all its frames. */
    public SkeletonTopology topology2d() {
        return components.estimator().topology2d();
    }

    /** Order of the joints in space, of all its frames. */
    public SkeletonTopology topology3d() {
        return components.topology3d();
    }

    private void tidyUp() {
        cameras.forgetRetired();
        hanging.removeIf(camera -> !camera.hasLeftBehind());
    }

    /** Cameras and files that are read or have frames under way. */
    int cameraCount() {
        return cameras.count();
    }

    private void requireFree(String name) {
        requireState(State.RUNNING);
        requireNonNull(name, "name is null");
        CameraReader namesake = readers.get(name);
        if (supervisors.containsKey(name) || namesake != null && !namesake.isAbandoned()) {
            throw new IllegalArgumentException("names of streams must differ, but '" + name + "' is in use");
        }
        long inUse = supervisors.size() + readers.values().stream().filter(reader -> !reader.isAbandoned()).count();
        if (inUse >= options.maxCameras()) {
            throw new IllegalStateException("a pipeline takes at most " + options.maxCameras() + " cameras at a time");
        }
    }

    private Camera newCamera(String name, boolean live, CameraOptions cameraOptions) {
        DetectorSchedule schedule = new DetectorSchedule(options.detectorInterval(), options.emptyInterval());
        Admission admission = new Admission(cameraOptions, live, schedule, metrics.newPart(), degradation);
        FramePool pool = new FramePool(options.permits(), components.detector().inputBytes());
        // Live: a camera may come again under its name. A file's ids must not depend on what else is processed.
        LongSupplier ids = live ? lastPersonId::incrementAndGet : new AtomicLong()::incrementAndGet;
        CameraIdentity identity = new CameraIdentity(nextCamera, name, ids);
        nextCamera++;
        return new Camera(identity, admission, pool, components.newPeople(options.maxPeople()));
    }

    private FrameDoor newDoor(Camera camera) {
        return new FrameDoor(camera, components.detector(), disruptor.getRingBuffer(), clock);
    }

    /** Whether something that did not end in time had to be left behind; final after {@link #close()}. */
    public synchronized boolean hasLeaked() {
        return leaked;
    }

    /**
     * Stops the readers all at once, lets the frames under way pass, ends the stages and closes the networks. What does
     * not end within the time-out is left behind, with everything it may still use, see {@link #hasLeaked()}.
     */
    @Override
    public synchronized void close() {
        if (state == State.CLOSED) {
            return;
        }
        long deadlineNanos = System.nanoTime() + options.closeTimeout().toNanos();
        watch.close();
        supervisors.values().forEach(CameraSupervisor::requestStop);
        readers.values().forEach(CameraReader::requestStop);
        for (CameraSupervisor supervisor : supervisors()) {
            supervisor.awaitEnd(deadlineNanos);
        }
        leaked |= hanging.stream().anyMatch(CameraSupervisor::hasLeftBehind);
        for (CameraReader reader : readers.values()) {
            leaked |= !reader.awaitEndOrAbandon(deadlineNanos);
        }
        boolean idle = state == State.NEW || stopStages();
        state = State.CLOSED;
        if (idle && cameras.areComplete()) {
            closeComponents();
        } else {
            leaked = true;
            log.error("frames are still under way; the networks are left behind rather than freed in use");
        }
    }

    private void closeComponents() {
        try {
            components.close();
        } catch (RuntimeException e) {
            log.error("a network could not be closed: {}", e.toString());
        }
    }

    private boolean stopStages() {
        // Whatever the readers took, a stage gets a moment to finish its batch.
        long timeoutNanos = Math.max(1, options.closeTimeout().toNanos() / 2);
        try {
            disruptor.shutdown(timeoutNanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            disruptor.halt();
        }
        return stageThreads.awaitEnd(System.nanoTime() + timeoutNanos);
    }

    private void requireState(State required) {
        if (state != required) {
            throw new IllegalStateException("the pipeline must be " + required + ", but is " + state);
        }
    }
}
