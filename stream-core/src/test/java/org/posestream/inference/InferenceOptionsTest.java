package org.posestream.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class InferenceOptionsTest {

    @Test
    void shouldRefuseABatchOutOfBounds() {
        assertEquals("maxBatch must be between 1 and 256, but was 0",
                assertThrows(IllegalArgumentException.class, () -> InferenceOptions.cpu(0)).getMessage());
        assertEquals("maxBatch must be between 1 and 256, but was 257",
                assertThrows(IllegalArgumentException.class, () -> InferenceOptions.cpu(257)).getMessage());
    }

    @Test
    void shouldMakeAFileNameOfAGpu() {
        assertEquals("NVIDIA-H200-570.124.06", NvidiaGpu.fileName("NVIDIA H200, 570.124.06\n"));
    }
}
