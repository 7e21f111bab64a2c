"""Calibrated confidence of the 2D network: sigmoid(slope * logit(peak) + offset), one pair of numbers a joint.

The result is the probability that the joint lies within 0.2 torso lengths (mean of the shoulder-hip diagonals) of its
truth, given that somebody is in the crop. Joints whose truth is unknown (annotation missing, teachers at odds) do not
count. Every third person is seen a second time, cut off at an image border that is not there; the joints beyond it are
never right. The first half of the validation images of every set fits, the second half measures.
"""

import cv2
import numpy as np

from . import pose_data, pose_eval, synthetic
from .pose_net import HEIGHT, WIDTH

TOLERANCE = 0.2
CUT_EVERY = 3
# pseudo-counts with which a joint's numbers are drawn to those of all joints
PRIOR_STRENGTH = 10.0
LEAST_SLOPE = 0.05
# keeps the logit finite, as org.posestream.estimate.CalibratedDecoder does
LEAST = 1e-4
BINS = 10
# slope 1 and offset 0: the confidence is the peak
NONE = np.tile([1.0, 0.0], (17, 1))


def logit(confidence):
    confidence = np.clip(confidence, LEAST, 1 - LEAST)
    return np.log(confidence / (1 - confidence))


def apply(numbers, confidence):
    """numbers: (17, 2) slope and offset; confidence (n, 17)."""
    return 1 / (1 + np.exp(-(numbers[:, 0] * logit(confidence) + numbers[:, 1])))


def fit_logistic(logits, right, centre=(1.0, 0.0), strength=PRIOR_STRENGTH):
    """Slope and offset of greatest likelihood, drawn to the centre, by Newton's method."""
    design, centre = np.stack([logits, np.ones_like(logits)], 1), np.array(centre)
    numbers = centre.copy()
    for _ in range(50):
        found = 1 / (1 + np.exp(-design @ numbers))
        gradient = design.T @ (found - right) + strength * (numbers - centre)
        curvature = (design * (found * (1 - found))[:, None]).T @ design + strength * np.eye(2)
        step = np.linalg.solve(curvature, gradient)
        numbers = numbers - step
        if np.abs(step).max() < 1e-9:
            break
    return numbers


def fit(peaks, right, known):
    """Numbers (17, 2) from peaks, right and known (n, 17)."""
    common = fit_logistic(logit(peaks[known]), right[known])
    numbers = np.array([fit_logistic(logit(peaks[known[:, k], k]), right[known[:, k], k], common)
                        for k in range(peaks.shape[1])])
    numbers[:, 0] = np.maximum(numbers[:, 0], LEAST_SLOPE)
    return numbers


def expected_error(confidence, right):
    """Expected calibration error: |mean confidence - share of right ones| of ten equally large groups, on average."""
    order = np.argsort(confidence)
    groups = [group for group in np.array_split(order, BINS) if len(group)]
    return float(sum(abs(confidence[group].mean() - right[group].mean()) * len(group) for group in groups) / len(order))


def cut_off(pose_set):
    """Every CUT_EVERY-th person cut at a border: crops, matrices, truth (n, 17, 3) with joints beyond at -1e4, indices."""
    chosen = range(0, len(pose_set.people), CUT_EVERY)
    crops, matrices, truth = [], [], []
    for index in chosen:
        person, rng = pose_set.people[index], np.random.default_rng([98, index])
        image, joints = pose_set.images[person.image].copy(), person.joints.copy()
        pose_data.cut_at_border(rng, image, person.box, joints)
        matrices.append(pose_data.crop_matrix(person.box, (WIDTH, HEIGHT)))
        crops.append(cv2.warpAffine(image, matrices[-1], (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR))
        truth.append(joints)
    return crops, matrices, np.array(truth), np.array(chosen)


def judged(found, truth, people):
    """peaks, right, known (n, 17) of the joints found (n, 17, 3) for people whose truth may be cut."""
    torso = pose_eval.torso_lengths(np.stack([person.joints for person in people]))
    error = np.linalg.norm(found[..., :2] - truth[..., :2], axis=2)
    known = (truth[..., 2] >= pose_eval.TRUTH_TRUST) & (torso > 1)[:, None]
    return found[..., 2], error <= TOLERANCE * torso[:, None], known


def samples(model, pose_set, found):
    """judged() of all people and of those cut off, and which of them stand in the first half of the images."""
    people = pose_set.people
    crops, matrices, truth, chosen = cut_off(pose_set)
    found_cut = pose_eval.in_image(pose_eval.predict(model, crops)[0], matrices)
    parts = zip(judged(found, np.stack([person.joints for person in people]), people),
                judged(found_cut, truth, [people[index] for index in chosen]))
    first = np.array([2 * person.image < len(pose_set.images) for person in people])
    return [np.concatenate(pair) for pair in parts] + [np.concatenate([first, first[chosen]])]


def calibrate(model, validation, found):
    """Numbers (17, 2) and the figures of the half that did not fit; found: joints of the plain crops by set.

    Only people of photos count: the truth of rendered ones tells of joints that nobody sees.
    """
    photos = {name: pose_set for name, pose_set in validation.sets.items() if name != synthetic.NAME}
    peaks, right, known, first = (np.concatenate(parts) for parts in zip(*(
        samples(model, pose_set, found[name]) for name, pose_set in photos.items())))
    numbers = fit(peaks[first], right[first], known[first])
    peaks, right, known = peaks[~first], right[~first], known[~first]
    calibrated = apply(numbers, peaks)
    return numbers, {"confidence error uncalibrated": round(expected_error(peaks[known], right[known]), 4),
                     "confidence error": round(expected_error(calibrated[known], right[known]), 4)}


def card_section(numbers):
    """What the card says under confidenceCalibration."""
    return {name: np.round(numbers[:, index], 4).tolist() for index, name in enumerate(("slope", "offset"))}
