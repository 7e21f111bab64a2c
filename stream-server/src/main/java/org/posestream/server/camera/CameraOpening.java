package org.posestream.server.camera;

import java.util.function.Supplier;
import org.posestream.server.access.CameraGuard;
import org.posestream.server.access.CameraRefusedException;
import org.posestream.server.config.CameraConfig;
import org.posestream.source.FrameSource;
import org.posestream.source.FrameSources;
import org.posestream.source.SourceException;
import org.posestream.source.SourceOptions;

/** How a camera's source is opened. */
@FunctionalInterface
interface CameraOpening {

    /** Whatever the settings say, since whoever runs the server wrote them. */
    CameraOpening TRUSTED = config -> FrameSources.openAsCamera(config.address(), config.sourceOptions());

    FrameSource open(CameraConfig config) throws SourceException;

    /** What a guard lets through each time, and in the form that it judged. */
    static CameraOpening guarded(Supplier<CameraGuard> guard) {
        return config -> {
            SourceOptions options = config.sourceOptions();
            try {
                return FrameSources.openAsCamera(guard.get().pinned(config.address()), options.withInputOptions(
                        guard.get().options(config.address(), options.inputOptions())));
            } catch (CameraRefusedException e) {
                throw new SourceException(e.getMessage(), e);
            }
        };
    }
}
