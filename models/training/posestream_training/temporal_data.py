"""Held-out sequences of the temporal lifter."""

from dataclasses import dataclass

import numpy as np

from .camera import moving, normalise, standard_cameras, wild_cameras
from .lifter_data import Samples, bodies_of, observe
from .mocap import Clip
from .mocap_motion import Motion

KINDS = ("exact", "noisy", "raw")
FRAMES = 64
FEWEST_FRAMES = 16
JOINT_PAIRS = {0: (1, 4), 8: (11, 14), 7: (1, 4, 11, 14)}  # mid-points as the runtime derives them


@dataclass(frozen=True)
class Sequences:
    """Samples (sequences * FRAMES rows), which of them are valid (sequences, FRAMES), and the source of each sequence."""

    samples: Samples
    valid: np.ndarray
    sources: np.ndarray

    @property
    def joints2d(self) -> np.ndarray:
        return self.samples.joints2d.reshape(*self.valid.shape, 17, 3)

    @property
    def joints3d(self) -> np.ndarray:
        return self.samples.joints3d.reshape(*self.valid.shape, 17, 3)


def validation_sequences(clips: list[Clip], kind: str, cameras_a_piece: int = 1, seed: int = 20261130) -> Sequences:
    """Pieces of 64 frames (the last of a clip: 16 at least) at 30 a second, each seen by so many cameras.

    kind: "exact" (standard cameras that keep the person in the middle, sampled bodies), "noisy" (wild cameras, people who walk,
    image noise) or "raw" (as exact, but the joints as the file has them: every source with its own people and joint places).
    """
    random = np.random.default_rng((seed, KINDS.index(kind)))
    motion, clips = Motion(clips), [clip.smoothed for clip in clips]
    starts = [(motion_row + begin, len(clip.joints) - begin, clip.source)
              for clip, motion_row in zip(clips, np.cumsum([0] + [len(clip.joints) for clip in clips]))
              for begin in range(0, len(clip.joints), FRAMES) if len(clip.joints) - begin >= FEWEST_FRAMES]
    rows, left, sources = (np.repeat(np.array(column), cameras_a_piece) for column in zip(*starts))
    steps = np.minimum(np.arange(FRAMES), left[:, None] - 1)
    if kind == "raw":
        samples = _raw(np.concatenate([clip.joints for clip in clips])[rows[:, None] + steps], random)
    else:
        poses, roots = motion.pieces(rows, steps)
        bodies, path = bodies_of(poses, len(rows), random), roots if kind == "noisy" else np.zeros_like(roots)
        cameras = wild_cameras(len(rows), random) if kind == "noisy" else standard_cameras(len(rows), random)
        cameras = moving(cameras, path, random) if kind == "noisy" else cameras.repeated(FRAMES)
        samples = observe(bodies, cameras, random if kind == "noisy" else None, FRAMES)
    return Sequences(samples, np.arange(FRAMES) < left[:, None], sources)


def _raw(joints: np.ndarray, random: np.random.Generator) -> Samples:
    """Samples of clip joints (N, FRAMES, 17, 3), put on their mid hips."""
    joints = joints.reshape(-1, 17, 3).copy()
    for middle, parts in JOINT_PAIRS.items():
        joints[:, middle] = joints[:, parts].mean(axis=1)
    cameras = standard_cameras(len(joints) // FRAMES, random).repeated(FRAMES)
    view = cameras.view(joints - joints[:, :1])
    image, confidence = cameras.project(view), np.ones(view.shape[:2], np.float32)
    return Samples(normalise(image, confidence), view.astype(np.float32), image, confidence)
