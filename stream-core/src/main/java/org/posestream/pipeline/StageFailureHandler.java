package org.posestream.pipeline;

import com.lmax.disruptor.ExceptionHandler;
import org.posestream.frame.FrameSlot;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last net under the stages: logs and never rethrows, since a dead stage thread would stall the ring. */
final class StageFailureHandler implements ExceptionHandler<FrameSlot> {

    private static final Logger log = LoggerFactory.getLogger(StageFailureHandler.class);

    @Override
    public void handleEventException(Throwable error, long sequence, FrameSlot slot) {
        log.error("a stage threw at ring position {}; this is a defect of the pipeline", sequence, error);
    }

    @Override
    public void handleOnStartException(Throwable error) {
        log.error("a stage threw when it started", error);
    }

    @Override
    public void handleOnShutdownException(Throwable error) {
        log.error("a stage threw when it ended", error);
    }
}
