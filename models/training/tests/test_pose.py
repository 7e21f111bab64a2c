"""Heads of the 2D network: what the targets encode, the decoders read again."""

import unittest

import numpy as np
import torch

from posestream_training import pose, pose_eval, pose_head
from posestream_training.pose_net import BIN_SIGMA, HEIGHT, SPLIT_RATIO, STRIDE, WIDTH

CROPS = torch.zeros(1, HEIGHT, WIDTH, 3, dtype=torch.uint8)


def some_points(count=17):
    """(1, count, 2) input pixels, not on any grid and not next to the border."""
    return np.random.default_rng(3).uniform(20, 170, (1, count, 2))


def heatmap_pixels(points):
    joints = np.concatenate([(points + 0.5) / STRIDE - 0.5, np.ones((*points.shape[:2], 1))], 2)
    return torch.from_numpy(joints.astype(np.float32))


class Stub(torch.nn.Module):
    """A network that gives fixed logits."""
    sigma = BIN_SIGMA

    def __init__(self, *logits):
        super().__init__()
        self.logits = [part.requires_grad_() for part in logits]

    def raw(self, crops):
        return (*self.logits, torch.zeros(len(crops), 1))


def fitted(loss, stub, joints, steps=150):
    """The stub's logits when the loss is least."""
    optimiser = torch.optim.Adam(stub.logits, lr=0.3)
    for _ in range(steps):
        optimiser.zero_grad()
        loss(stub, CROPS, joints, torch.zeros(1, 1)).backward()
        optimiser.step()
    return [part.detach() for part in stub.logits]


class HeadTest(unittest.TestCase):
    def test_heatmaps_of_least_loss_decode_to_the_joints(self):
        points = some_points()
        stub = Stub(torch.zeros(1, 17, HEIGHT // STRIDE, WIDTH // STRIDE))
        logits, = fitted(pose_head.heatmap_loss, stub, heatmap_pixels(points))
        found = pose_eval.decode(torch.sigmoid(logits).numpy())
        np.testing.assert_allclose(found[..., :2], points, atol=0.05)
        self.assertGreater(found[..., 2].min(), 0.9)

    def test_bins_of_least_loss_decode_to_the_joints(self):
        points = some_points()
        stub = Stub(torch.zeros(1, 17, WIDTH * SPLIT_RATIO), torch.zeros(1, 17, HEIGHT * SPLIT_RATIO))
        logits = fitted(pose_head.simcc_loss, stub, heatmap_pixels(points))
        area = BIN_SIGMA * np.sqrt(2 * np.pi)
        found = pose_eval.decode(*(torch.softmax(part, 2).numpy() * area for part in logits))
        np.testing.assert_allclose(found[..., :2], points, atol=0.1)
        self.assertGreater(found[..., 2].min(), 0.9)

    def test_bins_of_a_joint_outside_are_even(self):
        target = pose_head.target_bins(torch.tensor([[-1e4, 100.0]]), 384, BIN_SIGMA)
        np.testing.assert_allclose(target[0, 0].numpy(), 1 / 384, rtol=1e-5)
        np.testing.assert_allclose(target.sum(2).numpy(), 1, rtol=1e-5)

    def test_network_with_bins_takes_smaller_crops(self):
        model = pose.network("pose-light", "simcc").eval()
        columns, rows, presence = model(torch.zeros(2, 128, 96, 3, dtype=torch.uint8))
        self.assertEqual(((2, 17, 384), (2, 17, 512), (2, 1)), (columns.shape, rows.shape, presence.shape))

    def test_teacher_says_nothing_of_joints_that_are_trusted(self):
        joints = heatmap_pixels(some_points())
        joints[:, 0, 2] = 0
        taught = torch.rand(1, 17, HEIGHT // STRIDE, WIDTH // STRIDE)
        stub = Stub(torch.zeros(1, 17, HEIGHT // STRIDE, WIDTH // STRIDE))
        pose_head.heatmap_loss(stub, CROPS, joints, torch.zeros(1, 1), taught).backward()
        gradient = stub.logits[0].grad
        # of logit 0 the gradient is (0.5 - target), times weight over area and the sum of weights
        area, weights = pose_head.target_heatmaps(joints, 64, 48)[1], 16 + pose_head.TEACHER_WEIGHT
        expected = (0.5 - taught[0, 0]) * pose_head.TEACHER_WEIGHT / area / weights
        np.testing.assert_allclose(gradient[0, 0].numpy(), expected.numpy(), atol=1e-6)
        label = pose_head.target_heatmaps(joints, 64, 48)[0]
        np.testing.assert_allclose(gradient[0, 1].numpy(), ((0.5 - label[0, 1]) / area / weights).numpy(), atol=1e-6)


if __name__ == "__main__":
    unittest.main()
