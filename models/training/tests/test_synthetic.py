"""Rendered people as a set of the image recipes: what the truth means, who takes part, and that the set is optional."""

import argparse
import json
import shutil
import tempfile
import unittest
from pathlib import Path

import cv2
import numpy as np

import made_data
from posestream_training import RecipeError, detector_data, mocap, pose_data, pose_eval, smoke, synthesise, synthetic

# x, y, visibility; the last two joints lie below the picture
KEYPOINTS = [[60 + 4 * (k % 2), 10 + 7 * k, 2] for k in range(13)] + [[60, 110, 1], [64, 112, 1], [60, 170, 0], [64, 175, 0]]


def write_pictures(folder):
    """Three pictures: a person, a person of whom a tenth is shown, and nobody."""
    folder.mkdir(parents=True)
    images, people = [], []
    for index in range(3):
        image = np.full((160, 120, 3), 40 * index + 20, np.uint8)
        cv2.imwrite(str(folder / f"{index:05d}.jpg"), image)
        images.append({"id": index, "file_name": f"{index:05d}.jpg", "width": 120, "height": 160})
        if index < 2:
            people.append({"id": index, "image_id": index, "bbox": [30, 5, 60, 155], "visible_share": [1.0, 0.1][index],
                           "keypoints": [value for joint in KEYPOINTS for value in joint]})
    (folder / synthetic.TRUTH).write_text(json.dumps({"images": images, "annotations": people}))


class SyntheticTest(unittest.TestCase):
    def setUp(self):
        self.work = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.work)
        for name, _, _ in (synthesise.TRAINING, synthesise.VALIDATION):
            write_pictures(self.work / name)
        self.options = argparse.Namespace(work=self.work, without=[])

    def test_hidden_joints_weigh_less_and_joints_outside_are_nowhere_in_training_and_unknown_in_validation(self):
        training, = pose_data.load_synthetic(self.options, validation=False).people
        np.testing.assert_array_equal(training.box, [30, 5, 90, 160])
        np.testing.assert_array_equal(training.joints[:, 2], [1.0] * 13 + [0.5] * 2 + [1.0] * 2)
        np.testing.assert_array_equal(training.joints[15:, :2], -1e4)
        np.testing.assert_array_equal(training.joints[14, :2], [64, 112])
        validation, = pose_data.load_synthetic(self.options, validation=True).people
        np.testing.assert_array_equal(validation.joints[:, 2], [1.0] * 13 + [0.5] * 2 + [0.0] * 2)

    def test_joints_outside_do_not_stretch_the_box_of_a_half_body(self):
        joints = pose_data.load_synthetic(self.options, validation=False).people[0].joints
        for seed in range(20):
            box = pose_data.half_body(np.random.default_rng(seed), np.float32([30, 5, 90, 160]), joints)
            self.assertGreater(box[0], 0)
            self.assertLess(box[3], 170)

    def test_a_mostly_hidden_person_is_ignored_by_the_detector(self):
        whole, hidden, nobody = detector_data.rendered_photos(self.options, validation=False)
        self.assertEqual([(1, 0), (0, 1), (0, 0)],
                         [(len(photo.boxes), len(photo.ignored)) for photo in (whole, hidden, nobody)])
        self.assertEqual((160, 120, 3), whole.image.shape)

    def test_share_of_the_samples(self):
        rendered = pose_data.load_synthetic(self.options, validation=False)
        maker = pose_data.CropMaker({"lspet": rendered, synthetic.NAME: rendered}, [rendered.images[2]], [])
        self.assertAlmostEqual(0.15, maker.weights[synthetic.NAME])
        self.assertAlmostEqual(0.85 * 0.42, maker.weights["lspet"])
        scenes = detector_data.SceneMaker({"ccp": [1], "lspet": [1], synthetic.NAME: [1]}, [])
        self.assertAlmostEqual(1.0, scenes.weights.sum())
        self.assertAlmostEqual(0.15, scenes.weights[scenes.names.index(synthetic.NAME)])

    def test_without_leaves_the_recipes_as_they_are(self):
        self.options.without = [synthetic.NAME]
        self.assertIsNone(pose_data.load_synthetic(self.options, validation=False))
        self.assertEqual([], detector_data.rendered_photos(self.options, validation=True))
        self.assertEqual("", synthetic.terms(self.options))
        self.assertEqual("trains without synthetic", synthetic.summary(self.options))
        rendered = pose_data.load_synthetic(argparse.Namespace(work=self.work), validation=False)
        self.assertEqual(pose_data.SET_WEIGHTS["hmdb"], pose_data.CropMaker({"hmdb": rendered}, [], []).weights["hmdb"])

    def test_figures_count_hidden_joints_but_none_outside(self):
        rendered = pose_data.load_synthetic(self.options, validation=True)
        maker = pose_data.CropMaker({"hmdb": rendered}, [rendered.images[2]], [])
        validation = pose_eval.Validation(maker, {synthetic.NAME: rendered}, empty=1)
        found = np.stack([person.joints for person in rendered.people])
        found[:, 15:, :2] = 1e3
        self.assertEqual(1.0, validation.rendered({synthetic.NAME: found})["pck@0.2 synthetic"])
        found[:, 14, 0] += 1e3
        self.assertAlmostEqual(9 / 10, validation.rendered({synthetic.NAME: found})["pck@0.2 synthetic"])

    def test_damaged_truth_is_told_in_one_line(self):
        (self.work / "synthetic" / synthetic.TRUTH).write_text('{"images": []}')
        with self.assertRaisesRegex(RecipeError, "is damaged .*run synthesise again"):
            synthetic.read(self.options, validation=False)


class PosesTest(unittest.TestCase):
    def test_sides_of_the_split_share_no_clip_and_the_demo_clip_is_on_neither(self):
        clips = [mocap.Clip(f"cmu_subject/{number}_01", np.zeros((30, 17, 3), np.float32)) for number in range(130, 150)]
        sides = [{clip.name for clip in synthesise.chosen_clips(clips, validation)} for validation in (False, True)]
        self.assertTrue(sides[0] and sides[1])
        self.assertFalse(sides[0] & sides[1])
        self.assertNotIn("cmu_subject/135_01", sides[0] | sides[1])

    def test_the_drawn_frame_is_the_middle_of_its_clip(self):
        folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, folder)
        smoke.make_clips(folder)
        clips = mocap.load_clips(folder)
        synthesise.write_motion(folder / "motion.npz", clips, 12, seed=4)
        drawn = synthesise.draw_poses(clips, 12, np.random.default_rng([4, 41]))
        with np.load(folder / "motion.npz") as archive:
            self.assertEqual(12, len(archive.files))
            for name, (index, frame) in zip(archive.files, drawn):
                self.assertEqual(2 * synthesise.REACH + 1, len(archive[name]))
                np.testing.assert_array_equal(clips[index].joints[frame].astype(np.float16), archive[name][synthesise.REACH])


if __name__ == "__main__":
    unittest.main()
