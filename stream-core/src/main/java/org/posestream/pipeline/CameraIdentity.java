package org.posestream.pipeline;

import static java.util.Objects.requireNonNull;

import java.util.function.LongSupplier;

/**
 * Which camera it is, and whom its people are told apart from.
 *
 * @param number never given to another camera of the pipeline
 * @param name name of the stream; another camera may have had it before
 * @param personIds gives its people's ids: above 0, ascending, never one twice
 */
record CameraIdentity(int number, String name, LongSupplier personIds) {

    CameraIdentity {
        requireNonNull(name, "name is null");
        requireNonNull(personIds, "personIds is null");
    }
}
