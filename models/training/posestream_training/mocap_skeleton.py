"""One consistent skeleton for every motion source: directions from the clip, lengths from sampled human proportions.

Directions are an array (N, 12, 3) of unit vectors, y up, right-handed; a person who faces +z has the left side at +x.
Bodies are arrays (N, 15, 3) of the COCO joints that the lifter's inputs are derived from, in metres, origin at mid hips.
"""

from dataclasses import dataclass, fields

import numpy as np

from .mocap import Clip

# Bones of a direction array. The two axes run from the right to the left joint.
(HIP_AXIS, R_THIGH, R_SHANK, L_THIGH, L_SHANK, TRUNK, SHOULDER_AXIS, L_UPPER_ARM, L_FOREARM, R_UPPER_ARM, R_FOREARM, NECK) = range(12)
BONE_COUNT = 12
_MIRRORED_BONES = [HIP_AXIS, L_THIGH, L_SHANK, R_THIGH, R_SHANK, TRUNK, SHOULDER_AXIS, R_UPPER_ARM, R_FOREARM, L_UPPER_ARM, L_FOREARM, NECK]
_LIMBS = ((R_THIGH, R_SHANK), (L_THIGH, L_SHANK), (L_UPPER_ARM, L_FOREARM), (R_UPPER_ARM, R_FOREARM))
_UPPER_BODY = [SHOULDER_AXIS, L_UPPER_ARM, L_FOREARM, R_UPPER_ARM, R_FOREARM, NECK]

# Joints of a body array, the COCO joints less the eyes.
(NOSE, L_EAR, R_EAR, L_SHOULDER, R_SHOULDER, L_ELBOW, R_ELBOW, L_WRIST, R_WRIST, L_HIP, R_HIP, L_KNEE, R_KNEE, L_ANKLE, R_ANKLE) = range(15)
BODY_JOINT_COUNT = 15

# 2D networks and motion databases place hips, shoulders and face differently: this share of the people who train varies more
WIDE_SHARE, WIDE = 0.4, 2.5
LEG_METRES = 0.85  # hip to ankle; the unit of the whole data set
LOOK_DEGREES = (30, 15, 8)  # deviations of yaw, pitch and roll of the head
FARTHEST_LOOK = 70


@dataclass(frozen=True)
class Poses:
    """Frames of many clips as directions (N, 12, 3), trunk and shoulder-width ratios to the clip's median (N, 2), and sources."""

    directions: np.ndarray
    ratios: np.ndarray
    clip_index: np.ndarray

    def __len__(self) -> int:
        return len(self.directions)

    def take(self, rows: np.ndarray) -> "Poses":
        return Poses(self.directions[rows], self.ratios[rows], self.clip_index[rows])


def poses_of(clips: list[Clip], stride: int = 1) -> Poses:
    """Directions of every stride-th frame of the clips."""
    parts = [_clip_poses(clip.joints) for clip in clips]
    index = np.concatenate([np.full(len(d[::stride]), i, np.int32) for i, (d, _) in enumerate(parts)])
    return Poses(np.concatenate([d[::stride] for d, _ in parts]), np.concatenate([r[::stride] for _, r in parts]), index)


def _clip_poses(joints: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Human3.6M joints (F, 17, 3) to directions (F, 12, 3) and ratios (F, 2), by the runtime's own derivation of mid-points."""
    hips, shoulders = (joints[:, 1] + joints[:, 4]) / 2, (joints[:, 11] + joints[:, 14]) / 2
    pairs = ((1, 4), (1, 2), (2, 3), (4, 5), (5, 6), None, (14, 11), (11, 12), (12, 13), (14, 15), (15, 16), None)
    bones = [joints[:, p[1]] - joints[:, p[0]] if p else None for p in pairs]
    bones[TRUNK], bones[NECK] = shoulders - hips, joints[:, 10] - shoulders
    vectors = np.stack(bones, axis=1)
    lengths = np.linalg.norm(vectors, axis=-1)
    widths = lengths[:, [TRUNK, SHOULDER_AXIS]]
    ratios = np.clip(widths / np.median(widths, axis=0), 0.75, 1.1)
    return (vectors / np.maximum(lengths, 1e-6)[..., None]).astype(np.float32), ratios.astype(np.float32)


def unit(vectors: np.ndarray) -> np.ndarray:
    """Vectors (..., 3) scaled to length one; a zero vector stays near zero."""
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-6)


def rotate(vectors: np.ndarray, axis_angle: np.ndarray) -> np.ndarray:
    """Rotates (N, K, 3) by one axis-angle vector (N, 3) a row, radians (Rodrigues)."""
    angle = np.linalg.norm(axis_angle, axis=-1)[:, None, None]
    axis = unit(axis_angle)[:, None, :]
    cross, dot = np.cross(axis, vectors), (axis * vectors).sum(-1, keepdims=True)
    return vectors * np.cos(angle) + cross * np.sin(angle) + axis * dot * (1 - np.cos(angle))


def mirror(directions: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Exchanges left and right in the chosen rows (a mask)."""
    mirrored = directions[rows][:, _MIRRORED_BONES] * np.float32([-1, 1, 1])
    mirrored[:, [HIP_AXIS, SHOULDER_AXIS]] *= -1  # the axes still run from right to left
    result = directions.copy()
    result[rows] = mirrored
    return result


def graft(directions: np.ndarray, donors: np.ndarray) -> np.ndarray:
    """Puts the donors' shoulders, arms and head, as seen from their trunk, on these legs and trunks."""
    into, out_of = _trunk_frames(directions), _trunk_frames(donors)
    turn = np.einsum("nji,njk->nik", into, out_of)
    result = directions.copy()
    result[:, _UPPER_BODY] = np.einsum("nij,nkj->nki", turn, donors[:, _UPPER_BODY])
    return result


def _trunk_frames(directions: np.ndarray) -> np.ndarray:
    """Rows left, up, forward of the trunk, (N, 3, 3)."""
    up = directions[:, TRUNK]
    forward = unit(np.cross(directions[:, HIP_AXIS], up))
    return np.stack([np.cross(up, forward), up, forward], axis=1)


def perturb(directions: np.ndarray, strength: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Small turns of the upper body, of every limb, and of the bend of knees and elbows (never beyond straight).

    strength (people,) is the standard deviation of a limb's turn in radians; directions hold the same number of frames of each
    person, one person after the other, and the turns of a person stay the same in all of them.
    """
    result, people = directions.copy(), len(strength)

    def every_frame(values: np.ndarray) -> np.ndarray:
        return np.repeat(values, len(directions) // people, axis=0)

    upper = [TRUNK] + _UPPER_BODY
    turn = random.standard_normal((people, 3), dtype=np.float32) * strength[:, None]
    result[:, upper] = rotate(result[:, upper], every_frame(0.5 * turn))
    for near, far in _LIMBS:
        turn = random.standard_normal((people, 3), dtype=np.float32) * strength[:, None]
        limb = rotate(result[:, [near, far]], every_frame(turn))
        result[:, near] = limb[:, 0]
        bend = 1 + 1.5 * strength * random.standard_normal(people, dtype=np.float32)
        result[:, far] = _bend(limb[:, 0], limb[:, 1], every_frame(np.clip(bend, 0.5, 1.5)))
    return result


def _bend(near: np.ndarray, far: np.ndarray, factor: np.ndarray) -> np.ndarray:
    """The far bone with its angle to the near one multiplied, at most to 160 degrees."""
    cosine = (near * far).sum(-1)
    side = unit(far - cosine[:, None] * near)
    angle = np.minimum(np.arccos(np.clip(cosine, -1, 1)) * factor, 2.8)[:, None]
    return near * np.cos(angle) + side * np.sin(angle)


@dataclass(frozen=True)
class Proportions:
    """Body lengths in metres of N people, hip to ankle 0.85 m: means follow the anthropometric tables of Winter (2009)."""

    half_hips: np.ndarray
    trunk: np.ndarray
    half_shoulders: np.ndarray
    thigh: np.ndarray
    upper_arm: np.ndarray
    forearm: np.ndarray
    neck: np.ndarray
    face: np.ndarray

    @staticmethod
    def sample(count: int, random: np.random.Generator, wide_share: float = 0.0) -> "Proportions":
        """Proportions of count people; the wide share of them varies WIDE times as much."""
        wide = np.ones(count, np.float32)
        if wide_share > 0:
            wide[random.random(count) < wide_share] = WIDE

        def normal(mean: float, deviation: float) -> np.ndarray:
            return (mean + wide * deviation * np.clip(random.standard_normal(count, dtype=np.float32), -2.5, 2.5)).astype(np.float32)

        return Proportions(
            half_hips=normal(0.115, 0.009), trunk=normal(0.490, 0.018), half_shoulders=normal(0.175, 0.010),
            thigh=normal(0.430, 0.009), upper_arm=normal(0.285, 0.010), forearm=normal(0.250, 0.009),
            neck=normal(0.215, 0.014), face=normal(0.105, 0.012))

    def repeated(self, frames: int) -> "Proportions":
        """The same people, every one that many times in a row."""
        return Proportions(*(np.repeat(getattr(self, field.name), frames) for field in fields(self)))


def build_bodies(poses: Poses, proportions: Proportions, random: np.random.Generator, looks: np.ndarray | None = None) -> np.ndarray:
    """Bodies (N, 15, 3) in metres from directions and lengths.

    No source knows where the head looks: looks (N, 3) are its yaw, pitch and roll in degrees, sampled frame by frame where None.
    """
    d, p = poses.directions, proportions
    shank = LEG_METRES - p.thigh
    body = np.empty((len(d), BODY_JOINT_COUNT, 3), np.float32)
    hips = d[:, HIP_AXIS] * p.half_hips[:, None]
    shoulder_axis = d[:, SHOULDER_AXIS] * (p.half_shoulders * poses.ratios[:, 1])[:, None]
    thorax = d[:, TRUNK] * (p.trunk * poses.ratios[:, 0])[:, None]
    body[:, L_HIP], body[:, R_HIP] = hips, -hips
    body[:, L_SHOULDER], body[:, R_SHOULDER] = thorax + shoulder_axis, thorax - shoulder_axis
    for joint, start, bone, length in (
            (R_KNEE, R_HIP, R_THIGH, p.thigh), (R_ANKLE, R_KNEE, R_SHANK, shank),
            (L_KNEE, L_HIP, L_THIGH, p.thigh), (L_ANKLE, L_KNEE, L_SHANK, shank),
            (L_ELBOW, L_SHOULDER, L_UPPER_ARM, p.upper_arm), (L_WRIST, L_ELBOW, L_FOREARM, p.forearm),
            (R_ELBOW, R_SHOULDER, R_UPPER_ARM, p.upper_arm), (R_WRIST, R_ELBOW, R_FOREARM, p.forearm)):
        body[:, joint] = body[:, start] + d[:, bone] * length[:, None]
    body[:, [NOSE, L_EAR, R_EAR]] = thorax[:, None] + _head(d, p, _random_looks(len(d), random) if looks is None else looks)
    return body


def _random_looks(count: int, random: np.random.Generator) -> np.ndarray:
    return np.clip(random.standard_normal((count, 3), dtype=np.float32) * np.float32(LOOK_DEGREES), -FARTHEST_LOOK, FARTHEST_LOOK)


def _head(d: np.ndarray, p: Proportions, degrees: np.ndarray) -> np.ndarray:
    """Nose, left and right ear (N, 3, 3) from mid shoulders: the head sits on the neck, turned by yaw, pitch and roll (N, 3)."""
    up = d[:, NECK]
    forward = unit(np.cross(d[:, SHOULDER_AXIS], up))
    left = np.cross(up, forward)
    yaw, pitch, roll = np.radians(degrees).T[..., None]
    axis_angle = up * yaw + left * (pitch + 0.1) + forward * roll  # people look down a little more than up
    up, forward, left = np.moveaxis(rotate(np.stack([up, forward, left], 1), axis_angle), 1, 0)
    neck = d[:, NECK] * p.neck[:, None] + forward * 0.02
    nose = neck + forward * p.face[:, None] - up * 0.025
    return np.stack([nose, neck + 0.072 * left, neck - 0.072 * left], axis=1)


def rarity_weights(poses: Poses, random: np.random.Generator, clusters: int = 256, power: float = 0.6) -> np.ndarray:
    """Sampling probabilities (N,): frames of rare poses weigh more (k-means clusters, weight = cluster size ** -power),
    and so do frames of short clips.

    Walks and dance dominate the clips; sitting, reaching and lying are thin. Heading does not count as a difference.
    """
    features = _heading_free(poses.directions)
    centres = features[random.choice(len(features), min(clusters, len(features)), replace=False)]
    for _ in range(8):
        nearest = _nearest(features, centres)
        sizes = np.bincount(nearest, minlength=len(centres))
        sums = np.zeros_like(centres)
        np.add.at(sums, nearest, features)
        centres = np.where(sizes[:, None] > 0, sums / np.maximum(sizes, 1)[:, None], centres)
    nearest = _nearest(features, centres)
    weights = np.bincount(nearest, minlength=len(centres))[nearest].astype(np.float64) ** -power
    weights *= np.bincount(poses.clip_index)[poses.clip_index].astype(np.float64) ** -0.3
    return weights / weights.sum()


def _heading_free(directions: np.ndarray) -> np.ndarray:
    heading = np.arctan2(directions[:, HIP_AXIS, 2], directions[:, HIP_AXIS, 0])
    turned = rotate(directions, heading[:, None] * np.float32([0, 1, 0]))
    return turned.reshape(len(turned), -1)


def _nearest(features: np.ndarray, centres: np.ndarray) -> np.ndarray:
    return np.argmin((centres * centres).sum(1) - 2 * features @ centres.T, axis=1)
