package org.posestream.server.api;

import org.posestream.server.web.Problem;

/** A request that is not fulfilled; made for its answer, not for a log. */
final class ProblemException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    ProblemException(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    Problem problem() {
        return problem;
    }
}
