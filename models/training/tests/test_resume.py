"""A training that is killed again and again ends with the very bits of one that never was."""

import multiprocessing
import signal
import tempfile
import unittest
from pathlib import Path

import torch

import little_training
from posestream_training.smoke import make_clips

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["little_training"])
# each kills at another moment; the last one ends the training
DEATHS = (("step", 3), ("asked", 1), ("writing", 2), ("renaming", 1), (None, 0))


class ResumeTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def test_killed_detector_training_ends_alike(self):
        self.ends_alike("detector", "posestream-detector.checkpoint")

    def test_killed_pose_training_ends_alike(self):
        self.ends_alike("pose", "posestream-pose.checkpoint")

    def test_killed_lifter_training_ends_alike(self):
        self.ends_alike("lifter", "lifter.pt")

    def ends_alike(self, recipe, checkpoint):
        self.train(recipe, "whole", (None, 0))
        for death in DEATHS:
            self.train(recipe, "killed", death)
        whole, killed = (self.losses(name) for name in ("whole", "killed"))
        self.assertEqual([step for step, _ in whole], list(range(1, little_training.STEPS + 1)))
        # a step whose checkpoint was lost is done again, with the same data and so the same loss
        self.assertGreater(len(killed), len(whole))
        self.assertEqual(set(killed), set(whole))
        states = [torch.load(self.folder / name / recipe / checkpoint, weights_only=False) for name in ("whole", "killed")]
        self.assert_same(*states, "")
        self.assertEqual([entry.name for entry in (self.folder / "killed" / recipe).glob(".*")], [])

    def train(self, recipe, name, death):
        folder = self.folder / name
        if recipe == "lifter" and not folder.exists():
            make_clips(folder / "data")
        folder.mkdir(exist_ok=True)
        process = PROCESSES.Process(target=little_training.train,
                                    args=(recipe, str(folder), str(folder / "losses.txt"), death))
        process.start()
        process.join()
        expected = {None: 0, "asked": little_training.ASKED}.get(death[0], -signal.SIGKILL)
        self.assertEqual(process.exitcode, expected, death)

    def losses(self, name):
        lines = (self.folder / name / "losses.txt").read_text().splitlines()
        return [(int(step), float.fromhex(loss)) for step, loss in map(str.split, lines)]

    def assert_same(self, first, second, where):
        """Bit for bit, but for the clock."""
        self.assertIs(type(first), type(second), where)
        if isinstance(first, torch.Tensor):
            self.assertTrue(torch.equal(first, second), where)
        elif isinstance(first, dict):
            self.assertEqual(list(first), list(second), where)
            for key in first:
                if key not in ("seconds", "generators"):
                    self.assert_same(first[key], second[key], f"{where}/{key}")
        elif isinstance(first, (list, tuple)):
            self.assertEqual(len(first), len(second), where)
            for index, pair in enumerate(zip(first, second)):
                self.assert_same(*pair, f"{where}/{index}")
        else:
            self.assertEqual(first, second, where)


if __name__ == "__main__":
    unittest.main()
