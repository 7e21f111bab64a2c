"""Tests of the temporal lifter: time noise, motion, cameras that move, network, step form and export."""

import argparse
import contextlib
import io
import json
import tempfile
import unittest
from pathlib import Path

import numpy as np
import onnxruntime
import torch

from posestream_training import RecipeError, mocap, temporal
from posestream_training.camera import Cameras, moving, standard_cameras
from posestream_training.lifter_data import TrainingData
from posestream_training.lifter_evaluate import acceleration_error
from posestream_training.lifter_model import FoldedLifter, LifterNetwork
from posestream_training.lifter_noise import EXACT_SHARE, TimeNoise, corrupt
from posestream_training.mocap_motion import Motion
from posestream_training.smoke import make_clips
from posestream_training.temporal_data import FRAMES, validation_sequences
from posestream_training.temporal_export import step_difference
from posestream_training.temporal_model import (DILATIONS, PAST_FRAMES, STATE_SIZE, TemporalNetwork, TemporalStep, averaged_with_mirror,
                                                load_weights)
from posestream_training import export



def random_single() -> FoldedLifter:
    statistics = {name: torch.rand(51) + 0.5 for name in ("input_mean", "input_std", "output_mean", "output_std")}
    return FoldedLifter(LifterNetwork(statistics)).eval()


def random_network(seed: int = 1) -> TemporalNetwork:
    """A network whose blocks all matter: the untrained one adds nothing to the single-frame lifter."""
    torch.manual_seed(seed)
    network = TemporalNetwork(random_single())
    for parameter in network.parameters():
        if parameter.requires_grad:
            torch.nn.init.normal_(parameter, std=0.05)
    return network.eval()


def step_by_step(network: TemporalNetwork, joints2d: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    step, state, found = TemporalStep(network).eval(), torch.zeros(len(joints2d), STATE_SIZE), []
    with torch.no_grad():
        for frame in range(joints2d.shape[1]):
            joints, sigma, state = step(joints2d[:, frame], state)
            found.append((joints, sigma))
    return torch.stack([f[0] for f in found], 1), torch.stack([f[1] for f in found], 1)


class TimeNoiseTest(unittest.TestCase):
    def test_smooth_has_deviation_one_and_the_given_correlation_of_neighbours(self):
        values = TimeNoise(3000, 20, np.random.default_rng(1)).smooth(0.9, 2).reshape(3000, 20, 2)
        np.testing.assert_allclose(values.std(axis=(0, 2)), 1, atol=0.05)
        self.assertAlmostEqual(np.corrcoef(values[:, :-1].ravel(), values[:, 1:].ravel())[0, 1], 0.9, delta=0.02)

    def test_spells_fill_their_share_and_last(self):
        mask = TimeNoise(2000, 50, np.random.default_rng(2)).spells(0.2, 8).reshape(2000, 50)
        np.testing.assert_allclose(mask.mean(axis=0), 0.2, atol=0.05)
        ended = mask[:, :-1] & ~mask[:, 1:]
        self.assertAlmostEqual(mask[:, :-1].sum() / ended.sum(), 8, delta=0.6)

    def test_exact_people_stay_exact_in_all_their_frames_and_errors_last_in_others(self):
        random = np.random.default_rng(3)
        image = np.repeat(random.uniform(-0.5, 0.5, (1500, 15, 2)).astype(np.float32), 10, axis=0)
        joints, _ = corrupt(image, random, 10)
        error = (joints - image).reshape(1500, 10, 15, 2)
        exact = np.abs(error).max(axis=(2, 3)) == 0
        self.assertTrue((exact.all(axis=1) | ~exact.any(axis=1)).all())
        self.assertAlmostEqual(exact[:, 0].mean(), EXACT_SHARE, delta=0.04)
        noisy = error[~exact[:, 0]]
        correlation = np.corrcoef(noisy[:, :-1].ravel(), noisy[:, 1:].ravel())[0, 1]
        self.assertTrue(0.3 < correlation < 0.95, correlation)


class MotionTest(unittest.TestCase):
    def setUp(self):
        time = np.arange(5, dtype=np.float32)
        self.clips = [mocap.Clip(f"a/{i}", self.walk(time, i)) for i in range(2)]

    @staticmethod
    def walk(time: np.ndarray, clip: int) -> np.ndarray:
        """A rigid person who walks along x at one metre a frame, the second clip ten metres away."""
        person = np.random.default_rng(4).standard_normal((17, 3))
        person[[1, 4]] = [[-0.1, 0, 0], [0.1, 0, 0]]
        return (person + np.stack([time + 10 * clip, 0 * time, 0 * time], 1)[:, None]).astype(np.float32)

    def test_pieces_interpolate_and_turn_at_the_ends_of_their_clip(self):
        motion = Motion(self.clips)
        poses, roots = motion.pieces(np.array([2, 7]), np.array([[0, 0.5, -1], [1, 2.5, -3]]))
        np.testing.assert_allclose(roots[..., 0], [[2, 2.5, 1], [13, 13.375, 11]], atol=1e-5)  # 4.5 turns to 3.5; the last frame is 3.75, smoothed
        self.assertEqual(poses.clip_index.tolist(), [0, 0, 0, 1, 1, 1])
        np.testing.assert_allclose(poses.directions, np.broadcast_to(poses.directions[:1], poses.directions.shape), atol=1e-5)

    def test_a_clip_of_one_frame_stands_still(self):
        motion = Motion([mocap.Clip("a/0", self.walk(np.zeros(1, np.float32), 0))])
        _, roots = motion.pieces(np.array([0]), np.array([[-2.0, 0, 5.5]]))
        np.testing.assert_allclose(roots, 0, atol=1e-6)


class MovingTest(unittest.TestCase):
    def test_cameras_see_the_path_and_nobody_comes_too_near(self):
        random = np.random.default_rng(5)
        cameras = standard_cameras(400, random)
        path = np.cumsum(random.normal(0, 0.2, (400, 30, 3)), axis=1).astype(np.float32)
        seen = moving(cameras, path, random)
        np.testing.assert_allclose(np.linalg.det(seen.rotation), 1, atol=1e-5)
        pelvis = seen.pelvis.reshape(400, 30, 3)
        self.assertTrue((pelvis[..., 2] >= 0.499 * cameras.pelvis[:, None, 2]).all())
        still = np.abs(np.ptp(pelvis, axis=1)).max(axis=1) < 1e-6
        self.assertTrue(0.15 < still.mean() < 0.35, still.mean())  # a third tread on the spot, a quarter of their cameras move

    def test_a_single_frame_is_seen_by_the_camera_as_it_is(self):
        cameras = standard_cameras(20, np.random.default_rng(6))
        seen = moving(cameras, np.ones((20, 1, 3), np.float32), np.random.default_rng(7))
        np.testing.assert_allclose(seen.pelvis, cameras.pelvis, atol=1e-6)
        np.testing.assert_allclose(seen.rotation, cameras.rotation, atol=1e-6)


class TemporalNetworkTest(unittest.TestCase):
    def test_frame_by_frame_equals_whole_sequences_and_their_mirror(self):
        network, joints2d = random_network(), torch.randn(3, 40, 17, 3)
        with torch.no_grad():
            expected, expected_sigma = averaged_with_mirror(network, joints2d)
        found, sigma = step_by_step(network, joints2d)
        torch.testing.assert_close(found, expected, atol=1e-4, rtol=0)
        torch.testing.assert_close(sigma, expected_sigma, atol=1e-4, rtol=0)

    def test_a_frame_sees_exactly_itself_and_26_past_frames(self):
        self.assertEqual((DILATIONS, PAST_FRAMES), ((1, 3, 9), 26))
        network, joints2d = random_network(), torch.randn(1, 40, 17, 3)
        joints2d.requires_grad_(True)
        network(joints2d)[0][0, 30].square().sum().backward()
        touched = joints2d.grad.abs().amax(dim=(0, 2, 3)) > 0
        self.assertEqual(touched.nonzero().flatten().tolist(), list(range(4, 31)))

    def test_begins_as_the_single_frame_lifter(self):
        torch.manual_seed(1)
        network, joints2d = TemporalNetwork(random_single()).eval(), torch.randn(2, 5, 17, 3)
        expected, sigma = network.single(joints2d.flatten(0, 1))
        found, found_sigma = averaged_with_mirror(network, joints2d)
        torch.testing.assert_close(found.flatten(0, 1), expected, atol=1e-4, rtol=0)
        torch.testing.assert_close(found_sigma.flatten(0, 1), sigma, atol=1e-4, rtol=0)

    def test_frames_before_the_first_are_the_zero_state(self):
        network, joints2d = random_network(), torch.randn(2, 1, 17, 3)
        joints, _, state = TemporalStep(network)(joints2d[:, 0], torch.zeros(2, STATE_SIZE))
        torch.testing.assert_close(joints, averaged_with_mirror(network, joints2d)[0][:, 0], atol=1e-4, rtol=0)
        self.assertEqual(state.shape, (2, STATE_SIZE))

    def test_exported_steps_equal_sequences_and_weights_come_back(self):
        network = random_network()
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "net.onnx"
            example = torch.randn(3, 17, 3), torch.rand(3, STATE_SIZE)
            export.export_network(TemporalStep(network).eval(), example, ["joints2d", "state"], ["joints3d", "sigma", "nextState"], path)
            again = random_network(2)
            load_weights(again, path)
            self.assertLess(path.stat().st_size, 10_500_000)
            sequence = np.random.default_rng(8).standard_normal((2, 30, 17, 3)).astype(np.float32)
            self.assertLess(step_difference(path, again, sequence), 1e-4)
            example = torch.randn(3, 51)
            export.export_network(torch.nn.Linear(51, 4), (example,), ["values"], ["sums"], path)
            with self.assertRaisesRegex(RecipeError, "not an exported temporal lifter of this shape"):
                load_weights(again, path)


class FiguresTest(unittest.TestCase):
    def test_acceleration_error_is_the_second_difference_of_valid_frames(self):
        target, valid = np.zeros((1, 5, 17, 3)), np.array([[True, True, True, True, False]])
        predicted = target + (0.001 * np.arange(5.0) ** 2)[:, None, None] * [0, 0, 1]
        predicted[0, 4] += 100
        self.assertAlmostEqual(acceleration_error(predicted, target, valid), 2.0)


class TemporalRecipeTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def options(self, **changes) -> argparse.Namespace:
        values = {"data": self.folder / "data", "work": self.folder / "work", "out": self.folder / "out", "seed": 1, "steps": 2,
                  "minutes": None, "threads": 1, "resume": True, "start": None}
        return argparse.Namespace(**values | changes)

    def test_trains_exports_goes_on_and_starts_from_its_export(self):
        make_clips(self.folder / "data")
        with contextlib.redirect_stdout(io.StringIO()) as output:
            temporal.run(self.options())
            temporal.run(self.options(steps=3))
        self.assertIn("resumed at step 2", output.getvalue())
        path = self.folder / "out/posestream-lifter-temporal.onnx"
        card, golden = json.loads(path.with_suffix(".json").read_text()), json.loads((self.folder / "out/temporal-lifter-golden.json").read_text())
        self.assertEqual(card["sha256"], golden["sha256"])
        self.assertEqual(card["state"], {"input": "state", "output": "nextState", "size": STATE_SIZE, "pastFrames": 26})
        session, state = onnxruntime.InferenceSession(str(path)), np.zeros((2, STATE_SIZE), np.float32)
        for frame in range(6):
            joints3d, _, state = session.run(["joints3d", "sigma", "nextState"],
                                             {"joints2d": np.float32(golden["joints2d"])[:, frame], "state": state})
            np.testing.assert_allclose(joints3d, np.array(golden["joints3d"])[:, frame], atol=1e-5)

    def test_validation_pieces_are_whole_and_padded_frames_do_not_count(self):
        _, validation = mocap.split_clips(mocap.load_clips(make_clips(self.folder / "data")))
        for kind in ("exact", "noisy", "raw"):
            sequences = validation_sequences(validation, kind, 2)
            self.assertEqual(sequences.joints2d.shape, (2 * len(validation), FRAMES, 17, 3))
            self.assertEqual(sequences.valid.sum(axis=1).tolist(), [30] * 2 * len(validation))
            np.testing.assert_allclose(sequences.joints3d[:, :, 0], 0, atol=1e-6)

    def test_frames_of_a_person_have_one_body(self):
        training, _ = mocap.split_clips(mocap.load_clips(make_clips(self.folder / "data")))
        samples = TrainingData(training, 1, 8).batch(3, 6)
        joints = samples.joints3d.reshape(6, 8, 17, 3)
        thigh = np.linalg.norm(joints[:, :, 2] - joints[:, :, 1], axis=-1)
        np.testing.assert_allclose(thigh, np.broadcast_to(thigh[:, :1], thigh.shape), atol=1e-4)
        self.assertGreater(np.ptp(thigh[:, 0]), 1e-4)


if __name__ == "__main__":
    unittest.main()
