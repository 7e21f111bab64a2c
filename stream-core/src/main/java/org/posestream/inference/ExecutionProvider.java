package org.posestream.inference;

/** What computes a network. */
public enum ExecutionProvider {
    /** CUDA where it can be had, else the CPU; never TensorRT, which takes minutes to get ready. */
    AUTO,
    /** The CPU. */
    CPU,
    /** An NVIDIA GPU; needs a build with the Maven profile {@code gpu} and the CUDA 12 libraries. */
    CUDA,
    /** TensorRT on an NVIDIA GPU; as CUDA, and the TensorRT 10 libraries; builds engines at the first start. */
    TENSORRT
}
