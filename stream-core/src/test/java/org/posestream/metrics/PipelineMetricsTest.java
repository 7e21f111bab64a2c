package org.posestream.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PipelineMetricsTest {

    @Test
    void shouldCountEachKindByItself() {
        PipelineMetrics metrics = new PipelineMetrics();
        metrics.increment(PipelineCounter.FRAMES_READ);
        metrics.add(PipelineCounter.FRAMES_READ, 4);
        metrics.increment(PipelineCounter.FRAMES_EMPTY);
        assertEquals(5, metrics.count(PipelineCounter.FRAMES_READ));
        assertEquals(1, metrics.count(PipelineCounter.FRAMES_EMPTY));
        assertEquals(0, metrics.count(PipelineCounter.FRAMES_FAILED));
    }

    @Test
    void shouldCountForTheWholeWhatItsPartsCount() {
        PipelineMetrics whole = new PipelineMetrics();
        PipelineMetrics part = whole.newPart();
        PipelineMetrics other = whole.newPart();
        part.add(PipelineCounter.STALLS, 2);
        other.increment(PipelineCounter.STALLS);
        assertEquals(2, part.count(PipelineCounter.STALLS));
        assertEquals(1, other.count(PipelineCounter.STALLS));
        assertEquals(3, whole.count(PipelineCounter.STALLS));
    }
}
