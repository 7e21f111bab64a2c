"""The detector's cells, and its export with free rows."""

import tempfile
import types
import unittest
from pathlib import Path

import numpy as np
import onnxruntime
import torch

from posestream_training import detector
from posestream_training.detector_net import DetectorNet, cells, softplus
from posestream_training.layers import folded


def image(rows, columns, batch=1):
    return torch.randint(0, 256, (batch, rows, columns, 3), dtype=torch.uint8)


class DetectorTest(unittest.TestCase):

    def setUp(self):
        torch.manual_seed(5)

    def test_cells_lie_row_by_row(self):
        found = cells(torch.full((2, 1, 2, 3), torch.nan), 16)
        expected = [[8, 8, 16], [24, 8, 16], [40, 8, 16], [8, 24, 16], [24, 24, 16], [40, 24, 16]]
        self.assertEqual(found.tolist(), expected)

    def test_softplus_is_that_of_pytorch(self):
        x = torch.linspace(-60, 60, 2401)
        self.assertLess((softplus(x) - torch.nn.functional.softplus(x)).abs().max(), 1e-5)

    def test_boxes_surround_their_cells_and_scores_lie_beside_them(self):
        net = DetectorNet((8, 8, 8, 8, 8), 8).eval()
        with torch.no_grad():
            logits, boxes, centres, strides = net.raw(image(64, 96, 2))
        count = 12 * 8 + 6 * 4 + 3 * 2
        self.assertEqual([tuple(part.shape) for part in (logits, boxes, centres, strides)],
                         [(2, count), (2, count, 4), (count, 2), (count, 1)])
        self.assertEqual((centres[95].tolist(), centres[96].tolist(), strides[96].item()), ([92, 60], [8, 8], 16))
        self.assertTrue(((boxes[..., :2] < centres) & (boxes[..., 2:] > centres)).all())

    def test_a_side_is_two_strides_times_softplus(self):
        net = DetectorNet((8, 8, 8, 8, 8), 8).eval()
        with torch.no_grad():
            for side in net.sides:
                side.weight.zero_()
                side.bias.copy_(torch.tensor([0.0, 1.0, 2.0, -1.0]))
            _, boxes, _, _ = net.raw(image(32, 32))
        reach = np.log1p(np.exp([0, 1, 2, -1])) * 2 * 16
        np.testing.assert_allclose(boxes[0, 16], [8 - reach[0], 8 - reach[1], 8 + reach[2], 8 + reach[3]], rtol=1e-5)

    def test_an_exported_network_takes_any_rows_in_steps_of_32(self):
        net = DetectorNet((8, 8, 8, 8, 8), 8).eval()
        with tempfile.TemporaryDirectory() as folder:
            options = types.SimpleNamespace(out=Path(folder), work=Path(folder), seed=1, origin="")
            self.assertLess(detector.export_detector(net, options, 0, {}), 1e-4)
            session = onnxruntime.InferenceSession(f"{folder}/{detector.NAME}.onnx", providers=["CPUExecutionProvider"])
        for rows in range(32, 321, 32):
            picture = image(rows, 320, 2)
            boxes, scores = session.run(None, {"image": picture.numpy()})
            with torch.no_grad():
                expected, _ = folded(net)(picture)
            self.assertEqual(scores.shape, (2, 40 * rows // 8 + 20 * rows // 16 + 10 * rows // 32))
            # the exported weights are rounded to fp16
            self.assertLess(np.abs(boxes - expected.numpy()).max(), 0.5)


if __name__ == "__main__":
    unittest.main()
