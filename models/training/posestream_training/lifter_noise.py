"""Errors of 2D networks, put on exact image joints: jitter, exchanged sides, lost joints and bodies cut at the border.

Joints are the 15 body joints of `mocap_skeleton`; sizes are fractions of the larger side of the person's box.
"""

import numpy as np

from .mocap_skeleton import (L_ANKLE, L_EAR, L_ELBOW, L_HIP, L_KNEE, L_SHOULDER, L_WRIST, NOSE, R_ANKLE, R_EAR, R_ELBOW, R_HIP, R_KNEE,
                             R_SHOULDER, R_WRIST)

EXACT_SHARE = 0.45
# How far a joint's error differs from the person's: extremities and hips are the hard ones.
_DIFFICULTY = np.ones(15, np.float32)
_DIFFICULTY[[NOSE, L_EAR, R_EAR]] = 0.6
_DIFFICULTY[[L_SHOULDER, R_SHOULDER]] = 0.8
_DIFFICULTY[[L_WRIST, R_WRIST, L_ANKLE, R_ANKLE, L_HIP, R_HIP]] = 1.3
_LEGS = ([L_HIP, L_KNEE, L_ANKLE], [R_HIP, R_KNEE, R_ANKLE])
_ARMS = ([L_SHOULDER, L_ELBOW, L_WRIST], [R_SHOULDER, R_ELBOW, R_WRIST])
_LOWER_LEGS = ([L_KNEE, L_ANKLE], [R_KNEE, R_ANKLE])


def corrupt(image: np.ndarray, random: np.random.Generator, frames: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Image joints (N, 15, 2) to noisy joints and their confidences (N, 15); EXACT_SHARE of the people keep their joints.

    Rows are people, each with that many frames in a row. Errors last: a part of the jitter is correlated in time, exchanged and
    lost joints stay so for some frames, a border that cuts a body stands still. A single frame shows the same errors as often.
    """
    process = TimeNoise(len(image) // frames, frames, random)
    size = (image.max(axis=1) - image.min(axis=1)).max(axis=1)
    joints, confidence = _jitter(image, size, process)
    _exchange(joints, confidence, process, _LEGS, 0.04)
    _exchange(joints, confidence, process, _ARMS, 0.03)
    _exchange(joints, confidence, process, _LOWER_LEGS, 0.04)
    _exchange(joints, confidence, process, tuple(a + b for a, b in zip(_LEGS, _ARMS)), 0.015)
    _lose(joints, confidence, size, process)
    _cut(joints, confidence, size, process)
    exact = process.people(random.random(process.count) < EXACT_SHARE)
    joints[exact] = image[exact]
    sure = np.where(process.people(random.random((process.count, 1)) < 0.5), 1, np.clip(0.75 + 0.15 * process.smooth(0.9, 15), 0.5, 1))
    confidence[exact] = sure[exact]
    return joints, confidence.astype(np.float32)


class TimeNoise:
    """Random processes of so many people over so many frames; results have one row a frame, people one after the other."""

    def __init__(self, count: int, frames: int, random: np.random.Generator):
        self.count, self.frames, self.random = count, frames, random

    def people(self, values: np.ndarray) -> np.ndarray:
        """One value a person, the same in all its frames."""
        return np.repeat(values, self.frames, axis=0)

    def smooth(self, correlation: float | np.ndarray, *shape: int) -> np.ndarray:
        """A first-order autoregressive process of deviation one; correlation of neighbouring frames, one or one a person."""
        correlation = np.broadcast_to(np.float32(correlation), self.count).reshape(-1, *[1] * len(shape))
        values = self.random.standard_normal((self.frames, self.count, *shape), dtype=np.float32)
        news = np.sqrt(1 - correlation * correlation)
        for frame in range(1, self.frames):
            values[frame] = correlation * values[frame - 1] + news * values[frame]
        return np.moveaxis(values, 0, 1).reshape(-1, *shape)

    def spells(self, share: float | np.ndarray, mean_frames: float, *shape: int) -> np.ndarray:
        """A mask that is true in that share of the frames (one number, or one a person), in spells of that mean length."""
        share = np.broadcast_to(np.float32(share), self.count).reshape(-1, *[1] * len(shape))
        chance = self.random.random((self.frames, self.count, *shape), dtype=np.float32)
        mask = np.empty(chance.shape, bool)
        mask[0] = chance[0] < share
        begins = share / (1 - share) / mean_frames
        for frame in range(1, self.frames):
            mask[frame] = np.where(mask[frame - 1], chance[frame] >= 1 / mean_frames, chance[frame] < begins)
        return np.moveaxis(mask, 0, 1).reshape(-1, *shape)


def _jitter(image: np.ndarray, size: np.ndarray, process: TimeNoise) -> tuple[np.ndarray, np.ndarray]:
    """Gaussian errors, log-uniform from 0.3 to 3 percent of the size a person, uneven over joints; confidence falls with them.

    Between a tenth and all of the variance is white, the rest lasts 5 to 30 frames.
    """
    random, people = process.random, process.people
    person = people(np.exp(random.uniform(np.log(0.003), np.log(0.03), (process.count, 1))))
    deviation = person * _DIFFICULTY * np.exp(0.4 * process.smooth(0.9, 15))
    white = people(random.uniform(0.1, 1, (process.count, 1, 1)))
    noise = np.sqrt(white) * random.standard_normal(image.shape)
    noise += np.sqrt(1 - white) * process.smooth(random.uniform(0.8, 0.97, process.count), *image.shape[1:])
    confidence = 1 - 9 * deviation + 0.1 * process.smooth(0.7, 15)
    return (image + noise * (deviation * size[:, None])[..., None]).astype(np.float32), np.clip(confidence, 0.05, 1)


def _exchange(joints: np.ndarray, confidence: np.ndarray, process: TimeNoise, sides: tuple, share: float) -> None:
    rows = np.flatnonzero(process.spells(share, 4))[:, None]
    left, right = sides
    for values in (joints, confidence):
        kept = values[rows, left].copy()
        values[rows, left], values[rows, right] = values[rows, right], kept
    confidence[rows, left + right] *= process.random.uniform(0.3, 1, (len(rows), 1))


def _lose(joints: np.ndarray, confidence: np.ndarray, size: np.ndarray, process: TimeNoise) -> None:
    """A fifth of the people lose some joints: hardly any confidence, a place that is anybody's guess."""
    random, count = process.random, process.count
    lost = process.spells(np.where(random.random(count) < 0.2, random.uniform(0.05, 0.3, count), 0), 8, 15)
    guess = joints + process.smooth(0.8, 15, 2) * (0.12 * size)[:, None, None]
    joints[lost] = guess[lost]
    confidence[lost] = random.uniform(0, 0.25, lost.shape)[lost]


def _cut(joints: np.ndarray, confidence: np.ndarray, size: np.ndarray, process: TimeNoise) -> None:
    """An eighth of the people are cut at a border, mostly the lower one: joints beyond it lie on it with no confidence."""
    random, count, people = process.random, process.count, process.people
    axis, sign = people(np.where(random.random(count) < 0.8, 1, 0)), people(np.where(random.random(count) < 0.85, 1, -1))
    along = np.take_along_axis(joints, np.broadcast_to(axis[:, None, None], (*joints.shape[:2], 1)), axis=2)[..., 0] * sign[:, None]
    border = np.quantile(along.reshape(count, -1), [0.35, 0.95], axis=1)
    border = people(border[0] + (border[1] - border[0]) * random.random(count))
    beyond = process.spells(0.125, 60)[:, None] & (along > border[:, None])
    place = border[:, None] + 0.03 * size[:, None] * process.smooth(0.7, 15)
    rows, columns = np.nonzero(beyond)
    joints[rows, columns, axis[rows]] = (place * sign[:, None])[rows, columns]
    confidence[rows, columns] = random.uniform(0, 0.2, beyond.shape)[rows, columns]
