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


def corrupt(image: np.ndarray, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Image joints (N, 15, 2) to noisy joints and their confidences (N, 15); EXACT_SHARE of the rows keep their joints."""
    count = len(image)
    exact = random.random(count) < EXACT_SHARE
    size = (image.max(axis=1) - image.min(axis=1)).max(axis=1)
    joints, confidence = _jitter(image, size, random)
    _exchange(joints, confidence, random, _LEGS, 0.04)
    _exchange(joints, confidence, random, _ARMS, 0.03)
    _exchange(joints, confidence, random, _LOWER_LEGS, 0.04)
    _exchange(joints, confidence, random, tuple(a + b for a, b in zip(_LEGS, _ARMS)), 0.015)
    _lose(joints, confidence, size, random)
    _cut(joints, confidence, size, random)
    joints[exact] = image[exact]
    sure = np.where(random.random((count, 1)) < 0.5, 1, random.uniform(0.5, 1, (count, 15)))
    confidence[exact] = sure[exact]
    return joints, confidence.astype(np.float32)


def _jitter(image: np.ndarray, size: np.ndarray, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Gaussian errors, log-uniform from 0.3 to 3 percent of the size a person, uneven over joints; confidence falls with them."""
    count = len(image)
    person = np.exp(random.uniform(np.log(0.003), np.log(0.03), (count, 1)))
    deviation = person * _DIFFICULTY * np.exp(0.4 * random.standard_normal((count, 15)))
    noise = random.standard_normal(image.shape) * (deviation * size[:, None])[..., None]
    confidence = 1 - 9 * deviation + 0.1 * random.standard_normal((count, 15))
    return (image + noise).astype(np.float32), np.clip(confidence, 0.05, 1)


def _exchange(joints: np.ndarray, confidence: np.ndarray, random: np.random.Generator, sides: tuple, share: float) -> None:
    rows = np.flatnonzero(random.random(len(joints)) < share)[:, None]
    left, right = sides
    for values in (joints, confidence):
        kept = values[rows, left].copy()
        values[rows, left], values[rows, right] = values[rows, right], kept
    confidence[rows, left + right] *= random.uniform(0.3, 1, (len(rows), 1))


def _lose(joints: np.ndarray, confidence: np.ndarray, size: np.ndarray, random: np.random.Generator) -> None:
    """A fifth of the people lose some joints: hardly any confidence, a place that is anybody's guess."""
    count = len(joints)
    lost = (random.random((count, 15)) < random.uniform(0.05, 0.3, (count, 1))) & (random.random((count, 1)) < 0.2)
    guess = joints + random.standard_normal(joints.shape) * (0.12 * size)[:, None, None]
    joints[lost] = guess[lost]
    confidence[lost] = random.uniform(0, 0.25, (count, 15))[lost]


def _cut(joints: np.ndarray, confidence: np.ndarray, size: np.ndarray, random: np.random.Generator) -> None:
    """An eighth of the people are cut at a border, mostly the lower one: joints beyond it lie on it with no confidence."""
    count = len(joints)
    axis, sign = np.where(random.random(count) < 0.8, 1, 0), np.where(random.random(count) < 0.85, 1, -1)
    along = np.take_along_axis(joints, np.broadcast_to(axis[:, None, None], (count, 15, 1)), axis=2)[..., 0] * sign[:, None]
    border = np.quantile(along, [0.35, 0.95], axis=1)
    border = border[0] + (border[1] - border[0]) * random.random(count)
    chosen = random.random(count) < 0.125
    beyond = chosen[:, None] & (along > border[:, None])
    place = border[:, None] + 0.03 * size[:, None] * random.standard_normal((count, 15))
    rows, columns = np.nonzero(beyond)
    joints[rows, columns, axis[rows]] = (place * sign[:, None])[rows, columns]
    confidence[rows, columns] = random.uniform(0, 0.2, (count, 15))[rows, columns]
