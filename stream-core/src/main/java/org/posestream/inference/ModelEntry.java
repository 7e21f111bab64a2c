package org.posestream.inference;

/**
 * A model that a {@link ModelStore} knows.
 *
 * @param name the name by which it is asked for
 * @param origin the kind of place that it is in
 * @param location the file or resource of its card or, without one, of its network
 * @param spec what its card says; null where the card cannot be used
 * @param problem why the card cannot be used, in one line; null where it can
 */
public record ModelEntry(String name, Origin origin, String location, ModelSpec spec, String problem) {

    /** The places where models are looked for, in this order. */
    public enum Origin {
        /** The folder of the option {@code --models}. */
        OPTION,
        /** The folder of the environment variable {@code POSESTREAM_MODELS}. */
        ENVIRONMENT,
        /** The per-user cache. */
        CACHE,
        /** Inside PoseStream. */
        EMBEDDED
    }

    /** What its card says. */
    ModelSpec require() {
        if (spec == null) {
            throw new ModelException(problem);
        }
        return spec;
    }
}
