"""Pieces of motion-capture clips at any speed: directions and the path of the pelvis."""

import numpy as np

from .mocap import Clip
from .mocap_skeleton import BONE_COUNT, Poses, mirror, poses_of, unit


class Motion:
    """The frames of many clips, one after the other: poses (N) and the middle of the hips, metres (N, 3)."""

    def __init__(self, clips: list[Clip]):
        clips = [clip.smoothed for clip in clips]
        self.poses = poses_of(clips)
        self.roots = np.concatenate([(clip.joints[:, 1] + clip.joints[:, 4]) / 2 for clip in clips])
        lengths = np.array([len(clip.joints) for clip in clips])
        self.length = lengths[self.poses.clip_index]
        self.first = (np.cumsum(lengths) - lengths)[self.poses.clip_index]

    def __len__(self) -> int:
        return len(self.poses)

    def pieces(self, rows: np.ndarray, steps: np.ndarray) -> tuple[Poses, np.ndarray]:
        """Poses (people * frames) and path (people, frames, 3) at rows (people,) + steps (people, frames), in source frames.

        A piece that leaves its clip runs back: time turns at the ends.
        """
        first, last = self.first[rows][:, None], self.length[rows][:, None] - 1
        time = np.abs((rows[:, None] - first + steps + last) % np.maximum(2 * last, 1) - last)
        low = np.minimum(time.astype(np.int64), np.maximum(last - 1, 0))
        part, low = (time - low).astype(np.float32), low + first
        high = np.minimum(low + 1, first + last)

        def between(values: np.ndarray) -> np.ndarray:
            weight = part.reshape(*part.shape, *[1] * (values.ndim - 1))
            return values[low] * (1 - weight) + values[high] * weight

        poses, count = self.poses, low.size
        directions = unit(between(poses.directions)).reshape(count, BONE_COUNT, 3)
        return Poses(directions, between(poses.ratios).reshape(count, 2), poses.clip_index[low].ravel()), between(self.roots)


def mirrored(poses: Poses, roots: np.ndarray, people: np.ndarray) -> tuple[Poses, np.ndarray]:
    """Exchanges left and right of the chosen people (a mask) in all their frames."""
    frames = roots.shape[1]
    directions = mirror(poses.directions, np.repeat(people, frames))
    return Poses(directions, poses.ratios, poses.clip_index), np.where(people[:, None, None], roots * np.float32([-1, 1, 1]), roots)
