package org.posestream.inference;

import java.util.Set;
import org.posestream.inference.ModelSpec.Task;

/** How the outputs of a network are read; each constant is a head with its own code in {@code detect} or alike. */
public enum Decoder {
    /** Grid cells with box, objectness and class scores [N, A, 5 + classes]; suppression by the caller. */
    YOLOX(Task.DETECTOR, "scoreThreshold", "iouThreshold"),
    /** Boxes with score [N, n, 5] and labels [N, n]; suppression inside the graph. */
    RTMDET(Task.DETECTOR, "scoreThreshold"),
    /** Boxes x1, y1, x2, y2 in input pixels [N, A, 4] and scores 0..1 [N, A]; suppression by the caller. */
    BOXES(Task.DETECTOR, "scoreThreshold", "iouThreshold"),
    /** Heatmaps [N, K, h, w]; the largest pixel. */
    HEATMAP_ARGMAX(Task.POSE2D),
    /** Heatmaps; the largest pixel, moved a quarter towards its larger neighbours. */
    HEATMAP_QUARTER(Task.POSE2D),
    /** Heatmaps; the peak of the Gaussian fitted to the logarithm (DARK, Zhang et al. 2020). */
    HEATMAP_DARK(Task.POSE2D, "sigma"),
    /** Heatmaps; the expected position (integral regression, Sun et al. 2018). */
    SOFT_ARGMAX(Task.POSE2D, "beta"),
    /** Two one-dimensional heatmaps [N, K, w x split] and [N, K, h x split] (SimCC, Li et al. 2022). */
    SIMCC(Task.POSE2D, "splitRatio", "sigma"),
    /** y, x, score in 0..1 of the crop [N, 1, 17, 3]. */
    MOVENET(Task.POSE2D),
    /** BlazePose landmarks, 2D in pixels of the crop and metric 3D at once. */
    BLAZEPOSE(Task.POSE3D),
    /** 3D joints [N, 17, 3] in metres and, if it has a second output, their uncertainty [N, 17] in metres. */
    LIFTER_MLP(Task.LIFTER, "confident"),
    /** As {@link #LIFTER_MLP}, with a memory of each person: a state goes in, the next one comes out. */
    LIFTER_TEMPORAL(Task.LIFTER, "confident");

    private final Task task;
    private final Set<String> options;

    Decoder(Task task, String... options) {
        this.task = task;
        this.options = Set.of(options);
    }

    /** As cards spell it, for example {@code lifter-mlp}. */
    public String cardName() {
        return CardSection.kebab(this);
    }

    /** The task of the networks that have this head. */
    public Task task() {
        return task;
    }

    /** The keys that the card's {@code decoderOptions} may have. */
    public Set<String> options() {
        return options;
    }
}
