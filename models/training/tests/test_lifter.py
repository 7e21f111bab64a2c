"""Tests of the lifter's data, geometry, figures and export: python -m unittest discover -s tests (from models/training)."""

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

from posestream_training import RecipeError, lifter, mocap
from posestream_training import mocap_skeleton as body_parts
from posestream_training.camera import Cameras, _rotation, normalise, wild_cameras
from posestream_training.lifter_data import TrainingData, h36m_confidence, observe, to_h36m
from posestream_training.lifter_evaluate import aligned, distances
from posestream_training.lifter_model import MIRRORED_JOINTS, FoldedLifter, LifterNetwork, mirrored
from posestream_training.lifter_noise import EXACT_SHARE, corrupt
from posestream_training.smoke import make_clips, random_directions


def standing_person() -> np.ndarray:
    """Directions (1, 12, 3) of a person who faces +z with arms and legs hanging down."""
    directions = np.zeros((1, body_parts.BONE_COUNT, 3), np.float32)
    directions[:] = [0, -1, 0]
    directions[:, [body_parts.HIP_AXIS, body_parts.SHOULDER_AXIS]] = [1, 0, 0]
    directions[:, [body_parts.TRUNK, body_parts.NECK]] = [0, 1, 0]
    return directions


def standing_body() -> np.ndarray:
    random = np.random.default_rng(1)
    poses = body_parts.Poses(standing_person(), np.ones((1, 2), np.float32), np.zeros(1, np.int32))
    return body_parts.build_bodies(poses, body_parts.Proportions.sample(1, random), random)


class CameraTest(unittest.TestCase):
    def test_person_who_faces_the_camera_has_the_left_side_at_the_right_and_the_nose_in_front(self):
        cameras = Cameras(_rotation(np.zeros(1), np.zeros(1), np.zeros(1)), np.float32([[0, 0, 4]]))
        joints = observe(standing_body(), cameras, None).joints3d[0]
        self.assertGreater(joints[11, 0], 0.1)  # left shoulder at the right of the image
        self.assertLess(joints[9, 2], -0.05)  # nose nearer than the pelvis
        self.assertLess(joints[10, 1], -0.6)  # head up is negative y
        self.assertAlmostEqual(joints[3, 1], body_parts.LEG_METRES, places=5)

    def test_camera_straight_above_sees_the_head_nearest(self):
        cameras = Cameras(_rotation(np.zeros(1), np.float32([np.pi / 2]), np.zeros(1)), np.float32([[0, 0, 4]]))
        joints = observe(standing_body(), cameras, None).joints3d[0]
        self.assertLess(joints[10, 2], -0.6)
        self.assertAlmostEqual(joints[3, 2], body_parts.LEG_METRES, places=5)

    def test_projection_is_a_pinhole_relative_to_the_pelvis(self):
        cameras = Cameras(np.eye(3, dtype=np.float32)[None], np.float32([[1, 0, 4]]))
        image = cameras.project(np.float32([[[0, 0, 0], [1, 2, 1]]]))
        np.testing.assert_allclose(image[0], [[0, 0], [2 / 5 - 1 / 4, 2 / 5]], atol=1e-6)

    def test_random_rotations_are_rotations(self):
        rotation = wild_cameras(50, np.random.default_rng(1)).rotation
        np.testing.assert_allclose(np.linalg.det(rotation), 1, atol=1e-5)

    def test_normalised_input_ignores_scale_place_and_unsure_joints(self):
        points = np.random.default_rng(4).uniform(0, 100, (3, 17, 2))
        confidence = np.ones((3, 17))
        confidence[:, 13] = 0.1
        expected = normalise(points, confidence)
        np.testing.assert_allclose(normalise(points * 7 + 40, confidence), expected, atol=1e-5)
        points[:, 13] += 1000
        moved = normalise(points, confidence)
        np.testing.assert_allclose(np.delete(moved, 13, axis=1), np.delete(expected, 13, axis=1), atol=1e-5)
        size = np.ptp(np.delete(expected[..., :2], 13, axis=1), axis=1).max(axis=1)
        np.testing.assert_allclose(size, 1, atol=1e-5)


class SkeletonTest(unittest.TestCase):
    def test_mirroring_twice_changes_nothing_and_once_exchanges_sides(self):
        directions, every = random_directions(5), np.ones(5, bool)
        once = body_parts.mirror(directions, every)
        np.testing.assert_allclose(body_parts.mirror(once, every), directions, atol=1e-6)
        np.testing.assert_allclose(once[:, body_parts.L_THIGH], directions[:, body_parts.R_THIGH] * [-1, 1, 1])

    def test_graft_onto_itself_changes_nothing(self):
        directions = random_directions(5)
        np.testing.assert_allclose(body_parts.graft(directions, directions), directions, atol=2e-5)

    def test_perturbing_keeps_unit_length_and_straight_knees_straight(self):
        strength = np.full(1, 0.1, np.float32)
        turned = body_parts.perturb(standing_person(), strength, np.random.default_rng(5))
        np.testing.assert_allclose(np.linalg.norm(turned, axis=-1), 1, atol=1e-3)
        np.testing.assert_allclose(turned[:, body_parts.L_THIGH], turned[:, body_parts.L_SHANK], atol=2e-3)

    def test_directions_of_a_built_body_are_the_ones_it_was_built_from(self):
        random = np.random.default_rng(6)
        directions = random_directions(40)
        poses = body_parts.Poses(directions, np.ones((40, 2), np.float32), np.zeros(40, np.int32))
        bodies = body_parts.build_bodies(poses, body_parts.Proportions.sample(40, random), random)
        found = body_parts.poses_of([mocap.Clip("a/b", to_h36m(bodies))]).directions
        np.testing.assert_allclose(found[:, :body_parts.NECK], directions[:, :body_parts.NECK], atol=1e-4)


class NoiseTest(unittest.TestCase):
    def test_share_of_exact_rows_and_confidence_that_tells_the_error(self):
        random = np.random.default_rng(7)
        image = random.uniform(-0.5, 0.5, (4000, 15, 2)).astype(np.float32)
        joints, confidence = corrupt(image.copy(), random)
        error = np.linalg.norm(joints - image, axis=-1)
        self.assertAlmostEqual((error.max(axis=1) == 0).mean(), EXACT_SHARE, delta=0.03)
        self.assertGreater(error[confidence < 0.2].mean(), 4 * error[confidence > 0.8].mean())
        self.assertTrue(((confidence >= 0) & (confidence <= 1)).all())

    def test_confidence_of_mid_points_is_the_least_of_their_sources(self):
        confidence = np.ones((1, 15), np.float32)
        confidence[0, body_parts.L_HIP] = 0.3
        result = h36m_confidence(confidence)[0]
        self.assertEqual([i for i in range(17) if result[i] < 0.5], [0, 4, 7])


class FiguresTest(unittest.TestCase):
    def test_procrustes_undoes_scale_rotation_and_shift_but_no_reflection(self):
        target = np.random.default_rng(8).standard_normal((3, 17, 3))
        rotation = _rotation(np.float32([0.3]), np.float32([0.7]), np.float32([-0.2]))[0]
        np.testing.assert_allclose(distances(aligned(1.7 * target @ rotation.T + 2, target), target), 0, atol=1e-2)
        self.assertGreater(distances(aligned(target * [-1, 1, 1], target), target).mean(), 100)

    def test_mpjpe_is_the_mean_distance_in_millimetres(self):
        target = np.zeros((1, 17, 3))
        self.assertAlmostEqual(distances(target + [0.03, 0.04, 0], target).mean(), 50)


class NetworkTest(unittest.TestCase):
    def setUp(self):
        torch.manual_seed(1)
        statistics = {"input_mean": torch.randn(51), "input_std": torch.rand(51) + 0.5, "output_mean": torch.randn(51),
                      "output_std": torch.rand(51) + 0.5}
        self.network = LifterNetwork(statistics)
        for _ in range(3):
            self.network(torch.randn(64, 17, 3))  # moves the running statistics
        self.network.eval()

    def test_folded_network_is_the_mean_of_the_trained_one_and_its_mirror(self):
        values = torch.randn(4, 17, 3)
        joints, sigma = self.network(values)
        other_joints, other_sigma = self.network(mirrored(values))
        found_joints, found_sigma = FoldedLifter(self.network)(values)
        torch.testing.assert_close(found_joints, (joints + mirrored(other_joints)) / 2, atol=1e-4, rtol=1e-4)
        torch.testing.assert_close(found_sigma, (sigma + other_sigma[:, MIRRORED_JOINTS]) / 2, atol=1e-4, rtol=1e-4)

    def test_mirrored_person_gets_mirrored_joints(self):
        values, folded = torch.randn(4, 17, 3), FoldedLifter(self.network)
        torch.testing.assert_close(folded(mirrored(values))[0], mirrored(folded(values)[0]), atol=1e-5, rtol=1e-5)
        self.assertTrue(torch.equal(mirrored(values)[:, 13, 1:], values[:, 16, 1:]))  # left wrist from the right one


class RecipeTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def options(self, **changes) -> argparse.Namespace:
        values = {"data": self.folder / "data", "work": self.folder / "work", "out": self.folder / "out", "seed": 1, "steps": 3,
                  "minutes": None, "threads": 1, "resume": True, "start": None}
        return argparse.Namespace(**values | changes)

    def test_trains_exports_and_goes_on_from_its_checkpoint(self):
        make_clips(self.folder / "data")
        with contextlib.redirect_stdout(io.StringIO()) as output:
            lifter.run(self.options())
            lifter.run(self.options(steps=5))
        self.assertIn("resumed at step 3", output.getvalue())
        golden = json.loads((self.folder / "out/lifter-golden.json").read_text())
        session = onnxruntime.InferenceSession(str(self.folder / "out/posestream-lifter.onnx"))
        joints3d, sigma = session.run(None, {"joints2d": np.float32(golden["joints2d"])})
        np.testing.assert_allclose(joints3d, golden["joints3d"], atol=1e-5)
        self.assertGreater(sigma.min(), 0)
        card = json.loads((self.folder / "out/posestream-lifter.json").read_text())
        self.assertEqual(card["sha256"], golden["sha256"])
        self.assertLess(card["bytes"], 12_000_000)

    def test_batches_depend_on_seed_and_step_only(self):
        training, _ = mocap.split_clips(mocap.load_clips(make_clips(self.folder / "data")))
        first, second = TrainingData(training, 1), TrainingData(training, 1)
        np.testing.assert_array_equal(first.batch(7, 8).joints2d, second.batch(7, 8).joints2d)
        self.assertFalse(np.array_equal(first.batch(8, 8).joints2d, second.batch(7, 8).joints2d))

    def test_no_clip_is_on_both_sides_and_twins_stay_together(self):
        clips = [mocap.Clip(f"a/clip{i}{suffix}", np.zeros((9, 17, 3))) for i in range(20) for suffix in ("", "_mirror")]
        training, validation = mocap.split_clips(clips)
        self.assertEqual(len(training) + len(validation), 40)
        self.assertFalse({c.twins for c in training} & {c.twins for c in validation})

    def test_bad_data_is_told_in_one_line(self):
        with self.assertRaisesRegex(RecipeError, "no such file; --data must name the folder"):
            mocap.load_clips(self.folder / "absent")
        (self.folder / "mocap").mkdir()
        path = self.folder / mocap.MOCAP_FILE
        path.write_text("not an archive")
        with self.assertRaisesRegex(RecipeError, "not a readable .npz file"):
            mocap.load_clips(self.folder)
        np.savez(path, clip=np.zeros((4, 16, 3)))
        with self.assertRaisesRegex(RecipeError, r"clip 'clip' must have the shape \(frames, 17, 3\)"):
            mocap.load_clips(self.folder)


if __name__ == "__main__":
    unittest.main()
