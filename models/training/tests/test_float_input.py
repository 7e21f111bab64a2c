"""The twin that takes floats computes what the network that takes pixels does."""

import json
import tempfile
import unittest
from pathlib import Path

import numpy as np
import onnxruntime

import float_input

MODELS = Path(__file__).parents[2] / "src/main/resources/org/posestream/models"


class FloatInputTest(unittest.TestCase):
    def test_twin_gives_the_same_outputs_for_normalised_pixels(self):
        with tempfile.TemporaryDirectory() as folder:
            float_input.main(MODELS / "posestream-detector.onnx", Path(folder))
            card = json.loads((Path(folder) / "posestream-detector-float.json").read_text())
            twin = onnxruntime.InferenceSession(str(Path(folder) / card["file"]))
        network = onnxruntime.InferenceSession(str(MODELS / "posestream-detector.onnx"))
        pixels = np.random.default_rng(1).integers(0, 256, (2, 320, 320, 3), dtype=np.uint8)
        self.assertEqual((card["input"]["layout"], card["input"]["type"]), ("NCHW", "float32"))
        mean, deviation = (np.float32(card["input"][key][0]) for key in ("mean", "std"))
        floats = (pixels.transpose(0, 3, 1, 2).astype(np.float32) - mean) / deviation
        for expected, found in zip(network.run(None, {"image": pixels}), twin.run(None, {"image": floats})):
            np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-4)


if __name__ == "__main__":
    unittest.main()
