"""Bad input of the recipes: one clear line each, exit code 1, or 2 for wrong usage; files are whole or absent."""

import argparse
import contextlib
import errno
import io
import resource
import signal
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch

import made_data
from posestream_training import RecipeError, checkpoint, consensus, data, detector_data, label, pose_data
from posestream_training.__main__ import main


class BadInputTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.data, self.work = made_data.make(Path(folder.name))
        self.options = argparse.Namespace(data=self.data, work=self.work, models=self.made_teachers(), resume=True)

    def made_teachers(self):
        models = self.data.parent / "models"
        models.mkdir()
        for file in label.NETWORKS:
            (models / file).touch()
        return models

    def run_main(self, *arguments):
        """Exit code, standard output and error lines of the command."""
        with contextlib.redirect_stdout(io.StringIO()) as output, contextlib.redirect_stderr(io.StringIO()) as errors:
            handler = signal.getsignal(signal.SIGTERM)
            try:
                code = main([*arguments, "--data", str(self.data), "--work", str(self.work)])
            finally:
                signal.signal(signal.SIGTERM, handler)
        return code, output.getvalue(), errors.getvalue().splitlines()

    def assert_one_line(self, arguments, pattern):
        code, _, errors = self.run_main(*arguments)
        self.assertEqual(code, 1)
        self.assertEqual(len(errors), 1, errors)
        self.assertRegex(errors[0], "^posestream_training: .*" + pattern)

    def test_whole_folder_is_listed_with_everything(self):
        code, output, errors = self.run_main("data")
        self.assertEqual((code, errors), (0, []))
        for text in (r"lspet +24 images \(8968 fewer .*\), \d+ of them for validation", "joints +24 annotated people of lspet",
                     "masks +24 masks of ccp", "mocap +6 clips", "source0 +", "teachers +4 networks"):
            self.assertRegex(output, text)

    def test_missing_folder_is_told(self):
        self.data = self.data / "nowhere"
        self.assert_one_line(["data"], "nowhere: 8 of 8 parts cannot be used")
        self.assert_one_line(["lifter"], r"motion_17j_30fps.npz: no such file; --data must name the folder")
        self.assert_one_line(["validation"], r"nowhere/ccp/images holds no images; --data must name the folder")

    def test_partial_folder_says_what_is_missing_and_lists_the_rest(self):
        for file in (self.data / "hmdb").iterdir():
            file.unlink()
        (self.data / "mocap/motion_17j_30fps.npz").unlink()
        (self.models() / label.NETWORKS[1]).unlink()
        (self.data / "lspet/images/00003.jpg").rename(self.data / "lspet/images/00099.jpg")
        code, output, errors = self.run_main("data")
        self.assertEqual(code, 1)
        self.assertRegex(errors[0], r"4 of 8 parts cannot be used \(hmdb, joints, mocap, teachers\); the list above says why")
        self.assertRegex(output, "ccp +24 images")
        self.assertRegex(output, "hmdb +UNUSABLE: .*hmdb holds no images")
        self.assertRegex(output, "joints +UNUSABLE: 1 images of lspet, 00099.jpg first, have no joints")
        self.assertRegex(output, "teachers +UNUSABLE: .*lacks rtmdet-nano-person.onnx")

    def models(self):
        return self.options.models

    def test_image_that_was_cut_short_is_named(self):
        file = data.images_of(self.data, "ccp")[4]
        file.write_bytes(file.read_bytes()[:-600])
        with self.assertRaisesRegex(RecipeError, f"{file.name} is no whole image; replace or remove it"):
            data.read_image(file)
        code, output, _ = self.run_main("data")
        self.assertEqual(code, 1)
        self.assertRegex(output, rf"ccp +UNUSABLE: .*{file.name} is no whole image; .* \(1 of 24 files\)")
        (self.data / "ccp/masks" / f"{file.stem}.png").write_bytes(b"\x89PNG")
        with self.assertRaisesRegex(RecipeError, f"{file.stem}.png is no whole image"):
            data.read_mask(file)

    def test_annotation_with_a_wrong_key_or_shape_is_told(self):
        path = self.data / "lspet/joints.npz"
        np.savez(path, id=np.arange(3), points=np.zeros((3, 14, 3)))
        self.assert_one_line(["pose", "--steps", "1"], "joints.npz must hold 'joints', but holds id, points; copy it again")
        np.savez(path, id=np.arange(3), joints=np.zeros((3, 16, 3)))
        self.assert_one_line(["pose", "--steps", "1"],
                             r"joints.npz: 'joints' must have the shape \(any, 14, 3\), but has \(3, 16, 3\)")
        path.write_text("not an archive")
        with self.assertRaisesRegex(RecipeError, "joints.npz is not a readable npz file"):
            data.lspet_joints(self.data)

    def test_labels_that_are_missing_damaged_or_incomplete_are_told(self):
        path = self.work / "labels/ccp.npz"
        whole = path.read_bytes()
        path.write_bytes(whole[:len(whole) // 2])
        with self.assertRaisesRegex(RecipeError, "ccp.npz is not a readable npz file .*; run the label command"):
            consensus.load_labels(self.work, "ccp")
        path.unlink()
        with self.assertRaisesRegex(RecipeError, "ccp.npz is missing; run the label command"):
            consensus.load_labels(self.work, "ccp")
        np.savez(path, files=np.array(["a.jpg"]))
        with self.assertRaisesRegex(RecipeError, "ccp.npz must hold 'boxes', but holds files; run the label command"):
            consensus.load_labels(self.work, "ccp")

    def test_labels_of_another_folder_are_refused(self):
        file = data.images_of(self.data, "ccp")[0]
        file.rename(file.with_name("another.jpg"))
        for load in (detector_data.photos_of, pose_data.load_set):
            with self.assertRaisesRegex(RecipeError, "the labels of ccp .* belong to another data folder; label again"):
                load(self.options, "ccp", False)
        with contextlib.redirect_stdout(io.StringIO()):
            with self.assertRaisesRegex(RecipeError, "ccp.npz belongs to another data folder; choose another --work"):
                label.run(self.options)

    def test_wrong_usage_exits_with_2(self):
        for arguments in (["fly"], ["pose", "--steps", "0"], ["pose", "--minutes", "-1"], ["pose", "--seed", "x"], []):
            with self.assertRaises(SystemExit) as exit_, contextlib.redirect_stderr(io.StringIO()):
                main(arguments)
            self.assertEqual(exit_.exception.code, 2, arguments)

    def test_work_folder_that_is_a_file_is_told(self):
        self.work = self.data / "lspet/joints.npz"
        self.assert_one_line(["lifter", "--steps", "2"], "--work must name a folder, but .*joints.npz is a file")


class CheckpointTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name) / "a.checkpoint"
        self.model = torch.nn.Linear(300, 200)
        checkpoint.save(self.path, self.model, step=1)
        self.whole = self.path.read_bytes()

    def only_the_old_one_is_there(self):
        self.assertEqual([entry.name for entry in self.path.parent.iterdir()], [self.path.name])
        self.assertEqual(self.path.read_bytes(), self.whole)

    def test_full_disk_leaves_the_old_checkpoint(self):
        def writer(temporary):
            Path(temporary).write_bytes(b"half")
            raise OSError(errno.ENOSPC, "No space left on device")

        with self.assertRaisesRegex(RecipeError, "cannot write .*a.checkpoint: No space left on device; free some space"):
            checkpoint.save_atomically(self.path, writer)
        self.only_the_old_one_is_there()

    def test_writer_of_the_framework_that_runs_out_of_room_leaves_the_old_checkpoint(self):
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
        try:
            with self.assertRaisesRegex(RecipeError, "cannot write .*a.checkpoint: File too large; free some space"):
                checkpoint.save(self.path, self.model, step=2)
            with self.assertRaisesRegex(RecipeError, "cannot write .*long.log: File too large"):
                checkpoint.append_line(self.path.with_name("long.log"), "x" * 200_000)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
            signal.signal(signal.SIGXFSZ, handler)
        self.path.with_name("long.log").unlink()
        self.only_the_old_one_is_there()

    def test_every_cut_and_a_flipped_bit_are_told(self):
        damaged = [self.whole[:size] for size in (0, 1, len(self.whole) // 3, len(self.whole) - 1)]
        middle = len(self.whole) // 2
        damaged.append(self.whole[:middle] + bytes([self.whole[middle] ^ 1]) + self.whole[middle + 1:])
        for content in damaged:
            self.path.write_bytes(content)
            with self.assertRaisesRegex(RecipeError, "a.checkpoint is (not a readable checkpoint|damaged); delete it or"):
                checkpoint.load(self.path, self.model)

    def test_other_architecture_is_refused_and_the_model_stays(self):
        other = torch.nn.Linear(300, 201)
        weight = other.weight.clone()
        with self.assertRaisesRegex(RecipeError, "holds architecture Linear-.*, but this recipe trains Linear-.*; delete it"):
            checkpoint.load(self.path, other)
        torch.testing.assert_close(other.weight, weight, rtol=0, atol=0)

    def test_checkpoint_of_another_version_names_what_it_lacks(self):
        state = checkpoint.load(self.path, self.model)
        self.assertEqual(state["step"], 1)
        with self.assertRaisesRegex(RecipeError, "written by another version of this recipe: it lacks 'average'"):
            state["average"]
        torch.save({"model": 1}, self.path)
        with self.assertRaisesRegex(RecipeError, "it lacks 'architecture'"):
            checkpoint.load(self.path, self.model)

    def test_optimiser_of_another_kind_is_told(self):
        saved = torch.optim.SGD(self.model.parameters(), 0.1).state_dict()
        two_groups = torch.optim.SGD([{"params": [tensor]} for tensor in self.model.parameters()], 0.1)
        with self.assertRaisesRegex(RecipeError, "the checkpoint's optimiser does not fit this recipe .*; start with"):
            checkpoint.load_optimiser(two_groups, saved)

    def test_leftovers_of_killed_writers_are_removed(self):
        self.path.with_name(".a.checkpoint.x1y2").write_bytes(b"half")
        checkpoint.load(self.path, self.model)
        self.only_the_old_one_is_there()


if __name__ == "__main__":
    unittest.main()
