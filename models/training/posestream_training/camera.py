"""Random cameras round a person, pin-hole projection, and the lifter's normalisation of image joints.

World: metres, y up, origin at mid hips. Camera axes: x right, y down, z away. Images have focal length 1 and no distortion:
the normalisation removes scale, so only distance and direction of the camera matter.
"""

from dataclasses import dataclass

import numpy as np

CONFIDENT = 0.2  # joints at or above this confidence define the person's size, here and in the runtime
NEAREST_METRES = 0.35  # no joint comes closer to the lens than this


@dataclass(frozen=True)
class Cameras:
    """N cameras: rotation world to camera (N, 3, 3) and the pelvis in camera axes (N, 3), metres."""

    rotation: np.ndarray
    pelvis: np.ndarray

    def view(self, points: np.ndarray) -> np.ndarray:
        """World points (N, K, 3) in camera axes relative to the pelvis, metres."""
        return np.einsum("nij,nkj->nki", self.rotation, points)

    def project(self, view: np.ndarray) -> np.ndarray:
        """Pelvis-relative camera points (N, K, 3) to image points (N, K, 2), pelvis at the origin, focal length 1."""
        pelvis = self.pelvis.copy()
        pelvis[:, 2] += np.maximum(0, NEAREST_METRES - (view[..., 2].min(axis=1) + pelvis[:, 2]))
        points = view + pelvis[:, None]
        return points[..., :2] / points[..., 2:] - (pelvis[:, :2] / pelvis[:, 2:])[:, None]

    def repeated(self, frames: int) -> "Cameras":
        """The same cameras, every one that many times in a row."""
        return Cameras(np.repeat(self.rotation, frames, axis=0), np.repeat(self.pelvis, frames, axis=0))


def standard_cameras(count: int, random: np.random.Generator) -> Cameras:
    """Cameras that look at the person from 2 to 6 m, any heading, pitch within 12 degrees: the plain test set."""
    heading, pitch = random.uniform(-np.pi, np.pi, count), np.radians(random.uniform(-12, 12, count))
    pelvis = np.stack([np.zeros(count), np.zeros(count), random.uniform(2, 6, count)], axis=1)
    return Cameras(_rotation(heading, pitch, np.zeros(count)), pelvis.astype(np.float32))


def wild_cameras(count: int, random: np.random.Generator) -> Cameras:
    """Any heading, 1.5 to 15 m, mostly level and slightly from above, some top-down and low, small roll, person off the centre."""
    heading = random.uniform(-np.pi, np.pi, count)
    pitch = _choose(random, count, (0.62, 0.23, 0.09, 0.06), (
        random.normal(5, 8, count), random.uniform(-25, 45, count), random.uniform(40, 85, count), random.uniform(-40, -15, count)))
    roll = _choose(random, count, (0.9, 0.1), (random.normal(0, 2.5, count), random.uniform(-20, 20, count)))
    distance = np.exp(random.uniform(np.log(1.5), np.log(np.where(random.random(count) < 0.15, 15, 8))))
    off_x = _choose(random, count, (0.65, 0.35), (random.normal(0, 3, count), random.uniform(-20, 20, count)))
    off_y = _choose(random, count, (0.65, 0.35), (random.normal(0, 3, count), random.uniform(-10, 10, count)))
    ray = np.stack([np.tan(np.radians(off_x)), np.tan(np.radians(off_y)), np.ones(count)], axis=1)
    return Cameras(_rotation(heading, np.radians(pitch), np.radians(roll)), (ray * distance[:, None]).astype(np.float32))


def moving(cameras: Cameras, path: np.ndarray, random: np.random.Generator) -> Cameras:
    """Cameras (people * frames) that see people walk along a path (people, frames, 3) round the place the given cameras look at.

    A third of the people tread on the spot; paths are shortened so that nobody comes nearer than half the distance. A quarter
    of the cameras move too: up to 20 degrees a second round the person and about 0.3 m/s, at 30 frames a second.
    """
    people, frames = path.shape[:2]
    walk = np.einsum("nij,nfj->nfi", cameras.rotation, path - path.mean(axis=1, keepdims=True))
    moves = random.random((people, 1)) < 0.25
    time = (np.arange(frames, dtype=np.float32) - (frames - 1) / 2) / 30
    drift = np.where(moves, random.normal(0, 0.3, (people, 3)), 0)
    turn = np.where(moves, np.radians(random.uniform(-20, 20, (people, 1))), 0) * time
    walk = walk * (random.random((people, 1, 1)) < 0.67) + drift[:, None] * time[:, None]
    reach = np.linalg.norm(walk, axis=-1).max(axis=1) / (0.5 * cameras.pelvis[:, 2])
    pelvis = cameras.pelvis[:, None] + walk / np.maximum(1, reach)[:, None, None]
    cos, sin, zero, one = np.cos(turn), np.sin(turn), np.zeros_like(turn), np.ones_like(turn)
    orbit = np.stack([cos, zero, sin, zero, one, zero, -sin, zero, cos], axis=-1).reshape(people, frames, 3, 3)
    rotation = np.einsum("nfij,njk->nfik", orbit, cameras.rotation)
    return Cameras(rotation.reshape(-1, 3, 3).astype(np.float32), pelvis.reshape(-1, 3).astype(np.float32))


def joined(first: Cameras, second: Cameras) -> Cameras:
    """The cameras of both, in this order."""
    return Cameras(np.concatenate([first.rotation, second.rotation]), np.concatenate([first.pelvis, second.pelvis]))


def _choose(random: np.random.Generator, count: int, odds: tuple, alternatives: tuple) -> np.ndarray:
    return np.choose(random.choice(len(odds), count, p=odds), alternatives)


def _rotation(heading: np.ndarray, pitch: np.ndarray, roll: np.ndarray) -> np.ndarray:
    """World (y up) to camera (y down), positive pitch looks down; radians, (N, 3, 3)."""
    zero, one = np.zeros_like(heading), np.ones_like(heading)

    def matrix(*rows: np.ndarray) -> np.ndarray:
        return np.stack(rows, axis=-1).reshape(-1, 3, 3)

    cos, sin = np.cos(heading), np.sin(heading)
    turn = matrix(cos, zero, sin, zero, -one, zero, sin, zero, -cos)  # about y, then y down and z away
    cos, sin = np.cos(pitch), np.sin(pitch)
    tilt = matrix(one, zero, zero, zero, cos, -sin, zero, sin, cos)
    cos, sin = np.cos(roll), np.sin(roll)
    lean = matrix(cos, -sin, zero, sin, cos, zero, zero, zero, one)
    return (lean @ tilt @ turn).astype(np.float32)


def normalise(points: np.ndarray, confidence: np.ndarray) -> np.ndarray:
    """Human3.6M image joints (N, 17, 2) and confidence (N, 17) to the lifter's input (N, 17, 3).

    Minus the pelvis (joint 0), divided by the larger side of the tight box round the joints with confidence >= 0.2
    (round all joints where fewer than two are confident).
    """
    confident = confidence >= CONFIDENT
    confident[confident.sum(axis=1) < 2] = True
    high = np.where(confident[..., None], points, -np.inf).max(axis=1)
    low = np.where(confident[..., None], points, np.inf).min(axis=1)
    size = np.maximum((high - low).max(axis=1), 1e-6)
    relative = (points - points[:, :1]) / size[:, None, None]
    return np.concatenate([relative, confidence[..., None]], axis=-1).astype(np.float32)
