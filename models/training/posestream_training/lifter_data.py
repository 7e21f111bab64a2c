"""Made-on-the-fly samples of the lifters: pose, body, camera, projection, image noise, normalisation.

Every batch is a function of (seed, step): resuming needs no state of the generator.
"""

from dataclasses import dataclass, replace

import numpy as np

from . import mocap_skeleton as body_parts
from .camera import Cameras, joined, moving, normalise, standard_cameras, wild_cameras
from .lifter_noise import TimeNoise, corrupt
from .mocap import Clip
from .mocap_motion import Motion, mirrored
from .mocap_skeleton import (FARTHEST_LOOK, LOOK_DEGREES, WIDE_SHARE, Poses, Proportions, build_bodies, graft, perturb, poses_of,
                             rarity_weights, rotate)

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


def observe(bodies: np.ndarray, cameras: Cameras, noise: np.random.Generator | None, frames: int = 1) -> Samples:
    """What the lifter gets of bodies (N, 15, 3) seen by cameras; exact and sure where noise is None.

    Rows are people, each with that many frames in a row, which the noise needs to know.
    """
    view = cameras.view(bodies)
    image, confidence = cameras.project(view), np.ones(view.shape[:2], np.float32)
    if noise is not None:
        image, confidence = corrupt(image, noise, frames)
    target = to_h36m(view)
    joints2d = normalise(to_h36m(image), h36m_confidence(confidence))
    return Samples(joints2d, (target - target[:, :1]).astype(np.float32), image, confidence)


class TrainingData:
    """Endless augmented batches from the training clips: people, each in that many frames in a row."""

    def __init__(self, clips: list[Clip], seed: int, frames: int = 1):
        self.seed, self.frames = seed, frames
        self.motion = Motion(clips)
        self.cumulative = np.cumsum(rarity_weights(self.motion.poses, np.random.default_rng(seed)))

    def batch(self, step: int, people: int) -> Samples:
        """Batch number step of so many people; rows are their frames, one person after the other."""
        random = np.random.default_rng((self.seed, step))
        poses, roots = self._augmented(people, random)
        bodies = bodies_of(poses, people, random, WIDE_SHARE)
        bodies = lean(bodies, people, random)
        plain = people // 3
        cameras = joined(standard_cameras(plain, random), wild_cameras(people - plain, random))
        return observe(bodies, moving(cameras, roots, random), random, self.frames)

    def _draw(self, people: int, random: np.random.Generator) -> tuple[Poses, np.ndarray]:
        """Pieces round a frame: one half by rarity of its pose, one half as they come; 0.6 to 1.6 times as fast.

        Two thirds have 30 frames a second, others 15 to 60.
        """
        rare = np.searchsorted(self.cumulative, random.random(people) * self.cumulative[-1])
        plain = random.integers(0, len(self.motion), people)
        rows = np.minimum(np.where(random.random(people) < 0.5, rare, plain), len(self.motion) - 1)
        speed = np.exp(random.uniform(np.log(0.6), np.log(1.6), people))
        speed *= np.where(random.random(people) < 0.67, 1, np.exp(random.uniform(np.log(0.5), np.log(2), people)))
        steps = np.arange(self.frames) - random.integers(0, self.frames, people)[:, None]
        return self.motion.pieces(rows, steps * speed[:, None])

    def _augmented(self, people: int, random: np.random.Generator) -> tuple[Poses, np.ndarray]:
        poses, roots = self._draw(people, random)
        grafted = random.random(people) < 0.12
        donors, _ = self._draw(int(grafted.sum()), random)
        grafted = np.repeat(grafted, self.frames)
        directions = poses.directions
        directions[grafted] = graft(directions[grafted], donors.directions)
        poses, roots = mirrored(poses, roots, random.random(people) < 0.5)
        strength = np.where(random.random(people) < 0.5, 0, random.uniform(0, 0.14, people)).astype(np.float32)
        return replace(poses, directions=perturb(poses.directions, strength, random)), roots


def bodies_of(poses: Poses, people: int, random: np.random.Generator, wide_share: float = 0.0) -> np.ndarray:
    """Bodies (N, 15, 3) of poses of so many people, each with the same number of frames; heads look about slowly."""
    frames = len(poses) // people
    looks = TimeNoise(people, frames, random).smooth(0.97, 3) * np.float32(LOOK_DEGREES)
    looks = np.clip(looks, -FARTHEST_LOOK, FARTHEST_LOOK)
    return build_bodies(poses, Proportions.sample(people, random, wide_share).repeated(frames), random, looks)


def lean(bodies: np.ndarray, people: int, random: np.random.Generator) -> np.ndarray:
    """Tilts a twelfth of the people out of the vertical, half of these as far as lying."""
    degrees = np.where(random.random(people) < 0.5, random.uniform(0, 25, people), random.uniform(25, 110, people))
    degrees[random.random(people) >= 0.083] = 0
    heading = random.uniform(-np.pi, np.pi, people)
    axis = np.stack([np.cos(heading), np.zeros(people), np.sin(heading)], axis=1)
    turn = np.repeat((axis * np.radians(degrees)[:, None]).astype(np.float32), len(bodies) // people, axis=0)
    return rotate(bodies, turn).astype(np.float32)


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
