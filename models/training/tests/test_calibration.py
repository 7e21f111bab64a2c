"""Calibration of confidences: known numbers are found again, and the error falls to what chance leaves."""

import unittest
from types import SimpleNamespace

import numpy as np

from posestream_training import calibration

TRUE = np.column_stack([np.linspace(0.5, 2.0, 17), np.linspace(-1.0, 1.0, 17)])


def made_samples(seed, count=4000):
    rng = np.random.default_rng(seed)
    peaks = rng.uniform(0.01, 0.99, (count, 17))
    return peaks, rng.random((count, 17)) < calibration.apply(TRUE, peaks)


class CalibrationTest(unittest.TestCase):
    def test_finds_the_numbers_that_made_the_samples(self):
        peaks, right = made_samples(1)
        numbers = calibration.fit(peaks, right, np.ones_like(right))
        np.testing.assert_allclose(numbers, TRUE, atol=0.2)

    def test_lowers_the_error_on_other_samples(self):
        peaks, right = made_samples(1)
        numbers = calibration.fit(peaks, right, np.ones_like(right))
        peaks, right = made_samples(2)
        self.assertGreater(calibration.expected_error(peaks[:, 16], right[:, 16]), 0.1)
        calibrated = calibration.apply(numbers, peaks)
        self.assertLess(calibration.expected_error(calibrated[:, 16], right[:, 16]), 0.03)

    def test_a_joint_without_truth_takes_the_numbers_of_all(self):
        peaks, right = made_samples(1)
        known = np.ones_like(right)
        known[:, 3] = False
        numbers = calibration.fit(peaks, right, known)
        common = calibration.fit_logistic(calibration.logit(peaks[known]), right[known])
        np.testing.assert_allclose(numbers[3], common, atol=1e-9)

    def test_error_of_two_groups_by_hand(self):
        # in ten groups of two: confidence 0.25, one of two right: 0.25; confidence 0.75, both right: 0.25
        confidence, right = np.repeat([0.25, 0.75], 10), np.array([0, 1] * 5 + [1] * 10)
        self.assertAlmostEqual(calibration.expected_error(confidence, right), 0.25)

    def test_a_joint_is_right_within_a_fifth_of_the_torso(self):
        truth = np.zeros((1, 17, 3))
        # torso 100: both diagonals are 60 by 80
        truth[0, [5, 6, 11, 12], :2] = [[60, 0], [0, 0], [60, 80], [0, 80]]
        truth[0, :, 2] = 1
        truth[0, 9, 2] = 0
        found = truth.copy()
        found[0, 5, 0] += 19.9
        found[0, 6, 0] += 20.1
        _, right, known = calibration.judged(found, truth, [SimpleNamespace(joints=truth[0])])
        self.assertEqual((True, False), (right[0, 5], right[0, 6]))
        self.assertEqual((True, False), (known[0, 5], known[0, 9]))


if __name__ == "__main__":
    unittest.main()
