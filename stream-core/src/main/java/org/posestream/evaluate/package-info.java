/**
 * How good networks are on data whose truth is known: reading such data, running a network over it as the pipeline
 * would, and the figures of the literature. Not part of the pipeline; nothing depends on it but commands.
 */
package org.posestream.evaluate;
