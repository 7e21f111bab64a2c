package org.posestream.server.config;

import java.time.Duration;
import org.posestream.pipeline.PipelineOptions;
import org.posestream.pipeline.PipelineOptions.WaitKind;

/** How the pipeline divides its means; the components are those of {@link PipelineOptions}. */
public record PipelineConfig(
        @Between(least = "1", most = "1000") int detectorInterval,
        @Between(least = "1", most = "1000") int emptyInterval,
        @Between(least = "1", most = "100") int maxPeople,
        @Between(least = "1", most = "256") int maxCameras,
        @Between(least = "1", most = "8") int permits,
        WaitKind waiting) {

    static final PipelineConfig DEFAULT = of(PipelineOptions.DEFAULTS);

    /** Those of the options that a file can say. */
    public static PipelineConfig of(PipelineOptions options) {
        return new PipelineConfig(options.detectorInterval(), options.emptyInterval(), options.maxPeople(),
                options.maxCameras(), options.permits(), options.waiting());
    }

    /** @param closeTimeout see {@link PipelineOptions} */
    public PipelineOptions options(Duration closeTimeout) {
        return PipelineOptions.DEFAULTS.withDetectorInterval(detectorInterval).withEmptyInterval(emptyInterval)
                .withMaxPeople(maxPeople).withMaxCameras(maxCameras).withPermits(permits).withWaiting(waiting)
                .withCloseTimeout(closeTimeout);
    }
}
