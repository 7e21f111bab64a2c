/**
 * The wiring: ring, stages, threads; the only package that knows the Disruptor.
 *
 * <pre>
 *  camera threads             one ring of preallocated FrameSlots, a thread per stage
 *  CameraReader  --+
 *  CameraReader  --+-- ring --> Detect --> Estimate --> Track --> Lift --> Smooth --> Publish --> Recycle
 *  CameraReader  --+                                      |                              |           |
 *        ^  ^                                             |                      PosePublisher...    |
 *        |  +----- TrackSnapshot: is the detector due? ---+                                          |
 *        +------------------------------------ FrameBuffer: the permit ------------------------------+
 * </pre>
 */
package org.posestream.pipeline;
