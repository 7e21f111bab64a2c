"""Tests of the validation split in open formats."""

import argparse
import contextlib
import io
import json
import tempfile
import unittest
from pathlib import Path

import cv2
import numpy as np

import made_data
from posestream_training import RecipeError, data, detector_data, mocap, pose_data, validation
from posestream_training.mocap_skeleton import LEG_METRES, poses_of


class ValidationTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        made, work = made_data.make(cls.folder)
        cls.options = argparse.Namespace(data=made, work=work, out=cls.folder / "out")
        with contextlib.redirect_stdout(io.StringIO()):
            validation.run(cls.options)

    def read(self, name):
        return json.loads((self.options.out / name).read_text())

    def test_writes_every_file_and_nothing_beside(self):
        self.assertEqual({entry.name for entry in self.options.out.iterdir()}, validation.WRITTEN)
        self.assertEqual({entry.name for entry in self.folder.iterdir()}, {"data", "work", "out"})

    def test_people_of_the_file_are_those_of_the_recipe(self):
        content = self.read("pose2d.json")
        people = [person for name in ("ccp", "hmdb") for person in pose_data.load_set(self.options, name, True).people]
        self.assertGreater(len(people), 1)
        self.assertEqual(len(content["annotations"]), len(people))
        for annotation, person in zip(content["annotations"], people):
            keypoints = np.reshape(annotation["keypoints"], (17, 3))
            np.testing.assert_allclose(keypoints[:, :2], person.joints[:, :2], atol=0.006)
            np.testing.assert_allclose(annotation["trust"], person.joints[:, 2], atol=0.0006)
            np.testing.assert_array_equal(keypoints[:, 2], np.where(person.joints[:, 2] >= 0.5, 2, 0))
            x, y, width, height = annotation["bbox"]
            np.testing.assert_allclose([x, y, x + width, y + height], person.box, atol=0.011)
            self.assertAlmostEqual(annotation["area"], 0.53 * width * height, delta=0.1)

    def test_images_are_named_from_the_data_folder_and_belong_to_the_split(self):
        for name in ("pose2d.json", "pose2d-lspet.json", "detector-photos.json"):
            content = self.read(name)
            self.assertEqual([entry["id"] for entry in content["images"]], list(range(1, len(content["images"]) + 1)))
            for entry in content["images"]:
                file = self.options.data / entry["file_name"]
                self.assertTrue(data.is_validation(entry["file_name"].split("/")[0], file))
                self.assertEqual(cv2.imread(str(file)).shape[:2], (entry["height"], entry["width"]))

    def test_photos_hold_the_people_and_mark_the_ignored_boxes(self):
        content = self.read("detector-photos.json")
        _, photos = detector_data.photos_of(self.options, "ccp", True)
        first = [a for a in content["annotations"] if a["image_id"] == 1]
        self.assertEqual([a["iscrowd"] for a in first], [0] * len(photos[0].boxes) + [1] * len(photos[0].ignored))
        self.assertIn(1, [a["iscrowd"] for a in first])
        x, y, width, height = first[0]["bbox"]
        np.testing.assert_allclose([x, y, x + width, y + height], photos[0].boxes[0], atol=0.011)

    def test_composed_scenes_have_no_padding_and_come_out_alike_every_time(self):
        content = self.read("detector-composed.json")
        scenes = validation.composed_scenes(self.options)
        self.assertEqual(len(content["images"]), len(scenes))
        for entry, (image, boxes, _) in list(zip(content["images"], scenes))[:20]:
            np.testing.assert_array_equal(cv2.imread(str(self.options.out / entry["file_name"])), image)
            people = [a for a in content["annotations"] if a["image_id"] == entry["id"] and not a["iscrowd"]]
            self.assertEqual(len(people), len(boxes))
            self.assertEqual(max(image.shape), validation.COMPOSED_SIDE)

    def test_motion_has_one_skeleton_and_the_directions_of_the_clip(self):
        _, clips = mocap.split_clips(mocap.load_clips(self.options.data))
        with np.load(self.options.out / "motion.npz") as archive:
            self.assertEqual(set(archive.files), {clip.name for clip in clips})
            for clip in clips:
                joints = archive[clip.name]
                self.assertEqual(joints.shape, clip.joints.shape)
                leg = np.linalg.norm(np.diff(joints[:, 1:4], axis=1), axis=-1)
                np.testing.assert_allclose(leg.sum(1), LEG_METRES, atol=1e-5)
                self.assertLess(np.ptp(leg[:, 0]), 1e-5)
                expected = poses_of([clip.smoothed]).directions[:, :11]
                np.testing.assert_allclose(poses_of([mocap.Clip("a/b", joints)]).directions[:, :11], expected, atol=2e-3)

    def test_refuses_a_folder_with_other_things_and_leaves_it(self):
        other = self.folder / "work"
        with self.assertRaisesRegex(RecipeError, "holds labels; --out must name a new folder"):
            with validation.written_whole(other):
                self.fail("must not get here")
        self.assertTrue((other / "labels").is_dir())

    def test_failure_half_way_leaves_the_former_folder_as_it_was(self):
        before = sorted(entry.name for entry in self.folder.iterdir())
        with self.assertRaisesRegex(RecipeError, "cannot write .*out: No space left on device; free some space"):
            with validation.written_whole(self.options.out) as temporary:
                (temporary / "pose2d.json").write_text("half")
                raise OSError(28, "No space left on device")
        self.assertEqual(sorted(entry.name for entry in self.folder.iterdir()), before)
        self.assertIn("annotations", self.read("pose2d.json"))


if __name__ == "__main__":
    unittest.main()
