"""Measures the 2D network on validation people: PCK, OKS, left-right swaps, presence."""

import cv2
import numpy as np
import torch

from . import data, synthetic
from .pose_data import crop_matrix
from .pose_net import BIN_SIGMA, HEIGHT, SPLIT_RATIO, STRIDE, WIDTH

# joints that the teachers share to at least this trust are the truth for OKS and swaps
TRUTH_TRUST = 0.5
# object area as a share of the box, as COCO's masks have it on average
AREA_SHARE = 0.53
# presence from which somebody becomes a track, and below which a track is not believed: TrackerOptions.DEFAULT in Java
BIRTH_SCORE, KEEP_SCORE = 0.45, 0.2
TORSO_DIAGONALS = ((5, 12), (6, 11))


def decode(*maps):
    """Joints (n, j, 3) x, y in input pixels and peak value, from heatmaps or from SimCC's columns and rows."""
    return decode_heatmaps(*maps) if len(maps) == 1 else decode_simcc(*maps)


def decode_heatmaps(heatmaps):
    """Peaks of (n, j, h, w) as (n, j, 3) x, y in input pixels and peak value; sub-pixel by DARK (Zhang 2020)."""
    count, joints, height, width = heatmaps.shape
    flat = heatmaps.reshape(count * joints, -1)
    index = flat.argmax(1)
    x, y = index % width, index // width
    inner_x, inner_y = np.clip(x, 1, width - 2), np.clip(y, 1, height - 2)
    log = np.log(np.maximum(heatmaps.reshape(-1, height, width), 1e-6))
    rows = np.arange(len(flat))

    def at(dx, dy):
        return log[rows, inner_y + dy, inner_x + dx]

    gradient = np.stack([(at(1, 0) - at(-1, 0)) / 2, (at(0, 1) - at(0, -1)) / 2], 1)
    xx, yy = at(1, 0) - 2 * at(0, 0) + at(-1, 0), at(0, 1) - 2 * at(0, 0) + at(0, -1)
    xy = (at(1, 1) - at(1, -1) - at(-1, 1) + at(-1, -1)) / 4
    determinant = xx * yy - xy * xy
    safe = determinant > 1e-6
    step = np.stack([yy * gradient[:, 0] - xy * gradient[:, 1], xx * gradient[:, 1] - xy * gradient[:, 0]], 1)
    step = np.where(safe[:, None], -step / np.where(safe, determinant, 1)[:, None], 0).clip(-1, 1)
    peak = (np.stack([x, y], 1) + step + 0.5) * STRIDE - 0.5
    return np.hstack([peak, flat.max(1)[:, None]]).reshape(count, joints, 3)


def decode_simcc(columns, rows):
    """Peaks of (n, j, bins) each as (n, j, 3); refined below a bin as org.posestream.estimate.SimCcDecoder does."""
    tap = max(1, round(BIN_SIGMA * rows.shape[2] / SPLIT_RATIO / HEIGHT))
    (x, high_x), (y, high_y) = bin_peak(columns, tap), bin_peak(rows, tap)
    return np.stack([x / SPLIT_RATIO, y / SPLIT_RATIO, np.minimum(high_x, high_y).clip(0, 1)], 2)


def bin_peak(values, tap):
    """Position and height of the peaks of (n, j, bins): the parabola through three logarithms, `tap` bins apart."""
    highest = values.argmax(2)
    centre = highest.clip(tap, values.shape[2] - 1 - tap)
    log = np.log(np.maximum(values, 1e-30))
    left, middle, right = (np.take_along_axis(log, (centre + step)[..., None], 2)[..., 0] for step in (-tap, 0, tap))
    curvature = left - 2 * middle + right
    vertex = centre + tap * np.where(curvature < 0, (left - right) / np.where(curvature < 0, 2 * curvature, 1), 0)
    return vertex.clip(highest - 1, highest + 1), values.max(2)


def predict(model, crops, batch=32):
    """Joints (n, 17, 3) in crop pixels and presence (n)."""
    model.eval()
    joints, presence = [], []
    for start in range(0, len(crops), batch):
        with torch.no_grad():
            *maps, present = model(torch.from_numpy(np.stack(crops[start:start + batch])))
        joints.append(decode(*(part.numpy() for part in maps)))
        presence.append(present.numpy()[:, 0])
    return np.concatenate(joints), np.concatenate(presence)


def crops_of(pose_set, size=(WIDTH, HEIGHT)):
    """Plain crops of all people as the product cuts them, and the matrices."""
    matrices = [crop_matrix(person.box, size) for person in pose_set.people]
    crops = [cv2.warpAffine(pose_set.images[person.image], matrix, size, flags=cv2.INTER_LINEAR)
             for person, matrix in zip(pose_set.people, matrices)]
    return crops, matrices


def in_image(joints, matrices):
    """Crop pixels to image pixels."""
    inverse = np.stack([cv2.invertAffineTransform(matrix) for matrix in matrices])
    points = np.einsum("nij,nkj->nki", inverse[:, :, :2], joints[..., :2]) + inverse[:, None, :, 2]
    return np.concatenate([points, joints[..., 2:]], 2)


def torso_lengths(truth):
    """(n) mean of the known shoulder-hip diagonals in pixels; 0 where neither is known."""
    seen = np.stack([truth[:, a, 2] * truth[:, b, 2] > 0 for a, b in TORSO_DIAGONALS])
    length = np.stack([np.linalg.norm(truth[:, a, :2] - truth[:, b, :2], axis=1) for a, b in TORSO_DIAGONALS])
    return (length * seen).sum(0) / np.maximum(seen.sum(0), 1)


def pck(found, truth, share=0.2):
    """Share of the annotated body joints found within share * torso; torso = mean of the shoulder-hip diagonals."""
    body, known = truth[:, 5:, :2], truth[:, 5:, 2] > 0
    torso = torso_lengths(truth)
    known &= (torso > 1)[:, None]
    error = np.linalg.norm(found[:, 5:, :2] - body, axis=2)
    right = error <= share * torso[:, None]
    return float(right[known].mean())


def oks(found, truth, people):
    """Mean object keypoint similarity against the teachers' consensus."""
    boxes = np.stack([person.box for person in people])
    area = np.prod(boxes[:, 2:4] - boxes[:, :2], axis=1) * AREA_SHARE
    known = truth[..., 2] >= TRUTH_TRUST
    distance = ((found[..., :2] - truth[..., :2]) ** 2).sum(2)
    similarity = np.exp(-distance / (2 * area[:, None] * data.OKS_KAPPA ** 2 + 1e-6))
    counted = known.sum(1) > 0
    return float(((similarity * known).sum(1)[counted] / known.sum(1)[counted]).mean())


def swap_rate(found, truth, people):
    """Share of the limb pairs, well apart in truth, whose found sides are closer to the other side."""
    swapped = counted = 0
    for left in range(5, 17, 2):
        pair = [left, left + 1]
        known = (truth[:, pair, 2] >= TRUTH_TRUST).all(1)
        size = np.array([max(person.box[2:4] - person.box[:2]) for person in people])
        apart = np.linalg.norm(truth[:, left, :2] - truth[:, left + 1, :2], axis=1) > 0.08 * size
        straight = np.linalg.norm(found[:, pair, :2] - truth[:, pair, :2], axis=2)
        crossed = np.linalg.norm(found[:, pair, :2] - truth[:, pair[::-1], :2], axis=2)
        swapped += ((crossed < straight).all(1) & known & apart).sum()
        counted += (known & apart).sum()
    return float(swapped / max(counted, 1))


def area_under_curve(positive, negative):
    """Probability that a crop with a person scores higher than one without."""
    ranks = np.argsort(np.argsort(np.concatenate([positive, negative]))) + 1
    total = ranks[:len(positive)].sum() - len(positive) * (len(positive) + 1) / 2
    return float(total / (len(positive) * len(negative)))


class Validation:
    """Validation people and empty crops of size (width, height), cut once."""

    def __init__(self, maker, sets, empty=300, size=(WIDTH, HEIGHT)):
        self.sets = sets
        self.crops = {name: crops_of(pose_set, size) for name, pose_set in sets.items()}
        self.empty = [maker.empty(np.random.default_rng([99, index]), size) for index in range(empty)]

    def truth(self, names):
        people = [person for name in names for person in self.sets[name].people]
        return np.stack([person.joints for person in people]), people

    def figures(self, found):
        """found: set name -> joints (n, 17, 3) in image pixels."""
        everyday = [name for name in ("ccp", "hmdb") if name in found]
        truth, people = self.truth(everyday)
        joined = np.concatenate([found[name] for name in everyday])
        return {"pck@0.2 lspet": round(pck(found["lspet"], self.truth(["lspet"])[0]), 4),
                "oks ccp+hmdb": round(oks(joined, truth, people), 4),
                "swaps ccp+hmdb": round(swap_rate(joined, truth, people), 4),
                "swaps lspet": round(swap_rate(found["lspet"], *self.truth(["lspet"])), 4), **self.rendered(found)}

    def rendered(self, found):
        """Figures of rendered people, if there are any: all joints in the picture, hidden ones too, their truth being exact."""
        if synthetic.NAME not in found:
            return {}
        truth, people = self.truth([synthetic.NAME])
        return {"pck@0.2 synthetic": round(pck(found[synthetic.NAME], truth), 4),
                "swaps synthetic": round(swap_rate(found[synthetic.NAME], truth, people), 4)}

    def find(self, model):
        """Joints (n, 17, 3) in image pixels by set, and the presence of all people of photos."""
        found, presence = {}, []
        for name, (crops, matrices) in self.crops.items():
            joints, present = predict(model, crops)
            found[name] = in_image(joints, matrices)
            if name != synthetic.NAME:
                presence.append(present)
        return found, np.concatenate(presence)

    def measure(self, model, found, present):
        """All figures, from what find() gave."""
        absent = predict(model, self.empty)[1]
        return {**self.figures(found), "presence auc": round(area_under_curve(present, absent), 4),
                f"people with presence >= {BIRTH_SCORE}": round(float((present >= BIRTH_SCORE).mean()), 4),
                f"empty crops with presence < {KEEP_SCORE}": round(float((absent < KEEP_SCORE).mean()), 4),
                "people": len(present)}

    def evaluate(self, model):
        return self.measure(model, *self.find(model))
