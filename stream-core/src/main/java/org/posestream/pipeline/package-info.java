/**
 * The wiring: ring, stages, threads; the only package that knows the Disruptor.
 *
 * <pre>
 *  camera threads             one ring of preallocated FrameSlots, a thread per stage
 *  ReaderThread  --+
 *  ReaderThread  --+-- ring --> Detect --> Estimate --> Track --> Lift --> Smooth --> Publish --> Recycle
 *  ReaderThread  --+                                      |                              |           |
 *        ^  ^                                             |                      PosePublisher...    |
 *        |  +----- TrackSnapshot: is the detector due? ---+                                          |
 *        +------------------------------------ FrameBuffer: the permit ------------------------------+
 * </pre>
 *
 * <p>A file is read once, by a {@link org.posestream.pipeline.CameraReader}; a camera is kept going by a
 * {@link org.posestream.pipeline.CameraSupervisor}, whose states and rules are those of CameraLife.
 */
package org.posestream.pipeline;
