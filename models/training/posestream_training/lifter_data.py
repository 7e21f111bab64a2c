"""Made-on-the-fly samples of the lifter: pose, body, camera, projection, image noise, normalisation.

Every batch is a function of (seed, step): resuming needs no state of the generator.
"""

from dataclasses import dataclass, replace

import numpy as np

from . import mocap_skeleton as body_parts
from .camera import Cameras, joined, normalise, standard_cameras, wild_cameras
from .lifter_noise import corrupt
from .mocap import Clip
from .mocap_skeleton import WIDE_SHARE, Poses, Proportions, build_bodies, graft, mirror, perturb, poses_of, rarity_weights, rotate

JOINT_NAMES = ("pelvis", "rightHip", "rightKnee", "rightAnkle", "leftHip", "leftKnee", "leftAnkle", "spine", "thorax", "nose", "head",
               "leftShoulder", "leftElbow", "leftWrist", "rightShoulder", "rightElbow", "rightWrist")
# Human3.6M-17 joint -> the one body joint that it is, or the joints whose middle it is.
_SOURCES = (
    (body_parts.L_HIP, body_parts.R_HIP), (body_parts.R_HIP,), (body_parts.R_KNEE,), (body_parts.R_ANKLE,), (body_parts.L_HIP,),
    (body_parts.L_KNEE,), (body_parts.L_ANKLE,), (body_parts.L_HIP, body_parts.R_HIP, body_parts.L_SHOULDER, body_parts.R_SHOULDER),
    (body_parts.L_SHOULDER, body_parts.R_SHOULDER), (body_parts.NOSE,), (body_parts.L_EAR, body_parts.R_EAR), (body_parts.L_SHOULDER,),
    (body_parts.L_ELBOW,), (body_parts.L_WRIST,), (body_parts.R_SHOULDER,), (body_parts.R_ELBOW,), (body_parts.R_WRIST,))
_MIXING = np.zeros((17, body_parts.BODY_JOINT_COUNT), np.float32)
for _joint, _parts in enumerate(_SOURCES):
    _MIXING[_joint, list(_parts)] = 1 / len(_parts)


@dataclass(frozen=True)
class Samples:
    """N lifter samples: input (N, 17, 3), target (N, 17, 3) metres, and the image joints and confidence that the input came from."""

    joints2d: np.ndarray
    joints3d: np.ndarray
    image: np.ndarray
    confidence: np.ndarray


def to_h36m(joints: np.ndarray) -> np.ndarray:
    """Body joints (N, 15, D) to Human3.6M-17 (N, 17, D): mid-points as the runtime derives them from COCO-17."""
    return np.einsum("hk,nkd->nhd", _MIXING, joints)


def h36m_confidence(confidence: np.ndarray) -> np.ndarray:
    """Confidence (N, 15) to (N, 17): a mid-point is as sure as its least sure source."""
    return np.stack([confidence[:, list(parts)].min(axis=1) for parts in _SOURCES], axis=1)


def observe(bodies: np.ndarray, cameras: Cameras, noise: np.random.Generator | None) -> Samples:
    """What the lifter gets of bodies (N, 15, 3) seen by cameras; exact and sure where noise is None."""
    view = cameras.view(bodies)
    image, confidence = cameras.project(view), np.ones(view.shape[:2], np.float32)
    if noise is not None:
        image, confidence = corrupt(image, noise)
    target = to_h36m(view)
    joints2d = normalise(to_h36m(image), h36m_confidence(confidence))
    return Samples(joints2d, (target - target[:, :1]).astype(np.float32), image, confidence)


class TrainingData:
    """Endless augmented batches from the training clips."""

    def __init__(self, clips: list[Clip], seed: int):
        self.seed = seed
        self.poses = poses_of(clips)
        self.cumulative = np.cumsum(rarity_weights(self.poses, np.random.default_rng(seed)))

    def batch(self, step: int, size: int) -> Samples:
        """Batch number step of the given size."""
        random = np.random.default_rng((self.seed, step))
        poses = self._augmented(size, random)
        bodies = build_bodies(poses, Proportions.sample(size, random, WIDE_SHARE), random)
        bodies = lean(bodies, random)
        plain = size // 3
        cameras = joined(standard_cameras(plain, random), wild_cameras(size - plain, random))
        return observe(bodies, cameras, random)

    def _draw(self, size: int, random: np.random.Generator) -> Poses:
        """Frames: one half by rarity of the pose, one half as they come."""
        rare = np.searchsorted(self.cumulative, random.random(size) * self.cumulative[-1])
        plain = random.integers(0, len(self.poses), size)
        rows = np.where(random.random(size) < 0.5, rare, plain)
        return self.poses.take(np.minimum(rows, len(self.poses) - 1))

    def _augmented(self, size: int, random: np.random.Generator) -> Poses:
        poses, donors = self._draw(size, random), self._draw(size, random)
        directions = poses.directions.copy()
        grafted = random.random(size) < 0.12
        directions[grafted] = graft(directions[grafted], donors.directions[grafted])
        directions = mirror(directions, random.random(size) < 0.5)
        strength = np.where(random.random(size) < 0.5, 0, random.uniform(0, 0.14, size)).astype(np.float32)
        return replace(poses, directions=perturb(directions, strength, random))


def lean(bodies: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Tilts a twelfth of the bodies out of the vertical, half of these as far as lying."""
    count = len(bodies)
    degrees = np.where(random.random(count) < 0.5, random.uniform(0, 25, count), random.uniform(25, 110, count))
    degrees[random.random(count) >= 0.083] = 0
    heading = random.uniform(-np.pi, np.pi, count)
    axis = np.stack([np.cos(heading), np.zeros(count), np.sin(heading)], axis=1)
    return rotate(bodies, (axis * np.radians(degrees)[:, None]).astype(np.float32)).astype(np.float32)


def validation_samples(clips: list[Clip], kind: str, stride: int = 2, seed: int = 20261128) -> tuple[Samples, np.ndarray]:
    """Held-out frames, one camera and one body a frame, with the source of each row.

    kind: "exact" (standard cameras), "exact-wild" (the training's range of cameras) or "noisy" (wild cameras, image noise).
    """
    random = np.random.default_rng((seed, len(kind)))
    poses = poses_of(clips, stride)
    count = len(poses)
    bodies = build_bodies(poses, Proportions.sample(count, random), random)
    cameras = standard_cameras(count, random) if kind == "exact" else wild_cameras(count, random)
    sources = np.array([clip.source for clip in clips])[poses.clip_index]
    return observe(bodies, cameras, random if kind == "noisy" else None), sources
