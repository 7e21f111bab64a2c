"""Going on from an exported network, and the optimiser Muon."""

import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch

from posestream_training import RecipeError, export, lifter_data, muon, warm_start
from posestream_training.detector_net import DetectorNet
from posestream_training.layers import folded
from posestream_training.lifter_model import FoldedLifter, LifterNetwork, unfold
from posestream_training.pose_net import PoseNet


def small_net():
    return PoseNet((8, 8, 8, 16, 16), 8, 8)


def shaken(model):
    """Batch norms with statistics as after some training."""
    for module in model.modules():
        if isinstance(module, (torch.nn.BatchNorm1d, torch.nn.BatchNorm2d)):
            for tensor in (module.running_mean, module.bias.data):
                tensor.normal_(0, 0.3)
            for tensor in (module.running_var, module.weight.data):
                tensor.uniform_(0.5, 1.5)
    return model.eval()


def crops(count):
    return torch.randint(0, 256, (count, 64, 64, 3), dtype=torch.uint8)


class WarmStartTest(unittest.TestCase):

    def setUp(self):
        torch.manual_seed(3)
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "net.onnx"

    def tearDown(self):
        self.folder.cleanup()

    def test_should_compute_what_the_exported_network_does(self):
        exported = folded(shaken(small_net()))
        export.export_network(exported, (crops(2),), ["image"], ["heatmaps", "presence"], self.path)
        model = small_net()
        seen = crops(32)

        warm_start.load(model, self.path, [seen])

        with torch.no_grad():
            for expected, actual in zip(exported.raw(seen), model.eval().raw(seen)):
                self.assertLess(float((expected - actual).abs().max()), 1e-3)
            # the batch's own statistics are those that the norms were given
            for expected, actual in zip(exported.raw(seen), model.train().raw(seen)):
                self.assertLess(float((expected - actual).abs().max()), 1e-2)

    def test_should_take_over_the_channels_that_a_wider_network_shares(self):
        exported = folded(shaken(small_net()))
        export.export_network(exported, (crops(2),), ["image"], ["heatmaps", "presence"], self.path)
        wider, seen = PoseNet((12, 8, 12, 16, 16), 8, 8), crops(8)

        warm_start.load(wider, self.path, [seen])

        with torch.no_grad():
            for expected, actual in zip(exported.raw(seen), wider.eval().raw(seen)):
                self.assertLess(float((expected - actual).abs().max()), 1e-3)

    def test_should_refuse_a_network_of_another_kind(self):
        export.export_network(folded(small_net().eval()), (crops(2),), ["image"], ["heatmaps", "presence"], self.path)
        with self.assertRaisesRegex(RecipeError, "does not fit this recipe: .* must have the shape"):
            warm_start.load(DetectorNet(), self.path, [crops(1)])

    def test_should_refuse_what_is_no_network(self):
        self.path.write_bytes(b"no network")
        with self.assertRaisesRegex(RecipeError, "is not a readable ONNX network"):
            warm_start.load(small_net(), self.path, [crops(1)])

    def test_should_unfold_a_lifter(self):
        statistics = {name: torch.randn(51) if name.endswith("mean") else torch.rand(51) + 0.5
                      for name in ("input_mean", "input_std", "output_mean", "output_std")}
        exported = FoldedLifter(shaken(LifterNetwork(statistics))).eval()
        other = LifterNetwork({name: value + 0.1 for name, value in statistics.items()})
        joints = torch.randn(256, 17, 3)

        unfold(other, exported.state_dict(), joints)

        with torch.no_grad():
            for expected, actual in zip(exported(joints), FoldedLifter(other.eval())(joints)):
                self.assertLess(float((expected - actual).abs().max()), 2e-3)


class MuonTest(unittest.TestCase):

    def test_should_make_singular_values_alike(self):
        torch.manual_seed(1)
        for shape in ((16, 64), (64, 16), (32, 32)):
            values = torch.linalg.svdvals(muon.orthogonal(torch.randn(shape)))
            self.assertGreater(float(values.min()), 0.5 if shape[0] != shape[1] else 0.0)
            self.assertLess(float(values.max()), 1.3)

    def test_should_step_by_the_size_of_an_adam_step(self):
        weight = torch.nn.Parameter(torch.zeros(16, 64))
        optimiser = muon.Muon([weight], lr=0.1, weight_decay=0.0)
        weight.grad = torch.from_numpy(np.random.default_rng(1).normal(size=(16, 64))).float()
        optimiser.step()
        self.assertAlmostEqual(float(weight.detach().square().mean().sqrt()), 0.1 * muon.ADAM_RMS, delta=0.004)


if __name__ == "__main__":
    unittest.main()
