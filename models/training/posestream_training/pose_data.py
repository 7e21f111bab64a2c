"""Crops for the 2D network: people under augmentation, a second person beside or before them, and empty crops."""

from dataclasses import dataclass

import cv2
import numpy as np

from . import consensus, data, detector_data, synthetic
from .images import change_colours, degrade, load_all, synthetic_pattern
from .pose_net import STRIDE

CROP_PADDING = 1.25
ASPECT = 192 / 256
# how often a sample comes from each source; the rest are empty crops
SET_WEIGHTS = {"lspet": 0.42, "ccp": 0.18, "hmdb": 0.34}
SECOND_PERSON, CUT_AT_BORDER, HALF_BODY, COVERED = 0.15, 0.12, 0.12, 0.15
# teachers' joints below this trust are unknown, not absent
LEAST_TRUST = 0.35
LEAST_JOINTS = 6
# smaller people in photos are too blurred to be worth a sample
LEAST_HEIGHT_PIXELS = 56
UPPER_BODY = np.arange(0, 13)


@dataclass
class Person:
    """image: index into the images of the set; box x1 y1 x2 y2; joints (17, 3) x, y, weight."""
    image: int
    box: np.ndarray
    joints: np.ndarray


@dataclass
class PoseSet:
    images: list
    people: list
    # boxes (n, 4) of anything that might be a person, per image
    occupied: list


def load_set(options, name, validation):
    """People of one set on one side of the split, with joints by consensus (and annotation for lspet)."""
    files = data.images_of(options.data, name)
    labels = consensus.load_labels(options.work, name)
    if list(labels["files"]) != [file.name for file in files]:
        raise data.RecipeError(f"the labels of {name} in {options.work} belong to another data folder; label again")
    annotations = data.lspet_joints(options.data) if name == "lspet" else None
    joints = consensus.people_of(labels, annotations)
    kept = [index for index, file in enumerate(files) if data.is_validation(name, file) == validation]
    place = {index: position for position, index in enumerate(kept)}
    people = [Person(place[image], box, person) for image, box, person
              in zip(labels["person_image"], labels["people"], joints)
              if image in place and (person[:, 2] >= LEAST_TRUST).sum() >= LEAST_JOINTS
              and max(box[2:4] - box[:2]) >= LEAST_HEIGHT_PIXELS]
    occupied = [np.concatenate([labels["boxes"][labels["box_image"] == index, :4],
                                labels["people"][labels["person_image"] == index]]) for index in kept]
    return PoseSet(load_all([files[index] for index in kept]), people, occupied)


def load_synthetic(options, validation):
    """Rendered people, or None where there are none (see synthetic)."""
    rendered = synthetic.read(options, validation)
    if rendered is None:
        return None
    joints = synthetic.weighted(rendered.joints, validation)
    kept = ((rendered.joints[..., 2] == 2).sum(1) >= LEAST_JOINTS) & (rendered.shown >= detector_data.LEAST_VISIBLE) \
        & ((rendered.box[:, 2:] - rendered.box[:, :2]).max(1) >= LEAST_HEIGHT_PIXELS)
    people = [Person(rendered.image[index], rendered.box[index], joints[index]) for index in np.flatnonzero(kept)]
    occupied = [rendered.box[rendered.image == index] for index in range(len(rendered.pictures))]
    return PoseSet(rendered.pictures, people, occupied)


def crop_matrix(box, size, angle=0.0, scale=1.0, shift=(0.0, 0.0)):
    """Affine (2, 3) image -> crop: the box grown by CROP_PADDING and to the aspect of size (width, height)."""
    width, height = box[2] - box[0], box[3] - box[1]
    tall = max(height, width / ASPECT) * CROP_PADDING * scale
    centre = (box[:2] + box[2:]) / 2 + np.array(shift) * tall
    factor = size[1] / tall
    cos, sin = np.cos(angle) * factor, np.sin(angle) * factor
    linear = np.array([[cos, sin], [-sin, cos]])
    # pixel centres: the middle of the crop is at (size - 1) / 2
    return np.hstack([linear, ((np.array(size) - 1) / 2 - linear @ centre)[:, None]])


class CropMaker:
    """Makes training crops from the sets of one side of the split."""

    def __init__(self, sets, negatives, cutouts):
        self.sets, self.negatives, self.cutouts = sets, negatives, cutouts
        self.names = [name for name in (*SET_WEIGHTS, synthetic.NAME) if name in sets]
        others = 1 - synthetic.POSE_SHARE * (synthetic.NAME in sets)
        self.weights = {**{name: others * weight for name, weight in SET_WEIGHTS.items()}, synthetic.NAME: synthetic.POSE_SHARE}

    def sample(self, rng, size):
        """crop (h, w, 3) uint8; joints (17, 3) x, y in crop pixels, weight; present 0 or 1."""
        draw = rng.random()
        for name in self.names:
            draw -= self.weights[name]
            if draw < 0:
                crop, joints = self.person(rng, self.sets[name], size)
                present = 1.0
                break
        else:
            crop, joints, present = self.empty(rng, size), np.zeros((17, 3), np.float32), 0.0
            joints[:, :2], joints[:, 2] = -1e4, 1.0
        if rng.random() < 0.5:
            crop = np.ascontiguousarray(crop[:, ::-1])
            joints = joints[data.MIRROR]
            joints[:, 0] = size[0] - 1 - joints[:, 0]
        if rng.random() < 0.8:
            crop = change_colours(rng, crop)
        crop = degrade(rng, crop)
        if rng.random() < COVERED:
            cover(rng, crop, joints)
        return crop, joints, present

    def person(self, rng, pose_set, size):
        person = pose_set.people[rng.integers(len(pose_set.people))]
        image, box, joints = pose_set.images[person.image], person.box, person.joints.copy()
        if rng.random() < HALF_BODY:
            box = half_body(rng, box, joints)
        angle = np.deg2rad(np.clip(rng.normal(0, 14), -40, 40)) if rng.random() < 0.7 else 0.0
        if rng.random() < 0.04:
            angle += rng.choice([-1, 1, 2]) * np.pi / 2
        matrix = crop_matrix(box, size, angle, np.exp(rng.normal(0, 0.16)), rng.normal(0, 0.04, 2))
        if rng.random() < CUT_AT_BORDER:
            image = image.copy()
            cut_at_border(rng, image, box, joints)
        fill = (0, 0, 0) if rng.random() < 0.6 else tuple(int(v) for v in rng.integers(0, 256, 3))
        mode = cv2.BORDER_CONSTANT if rng.random() < 0.85 else cv2.BORDER_REPLICATE
        crop = cv2.warpAffine(image, matrix, size, flags=cv2.INTER_LINEAR, borderMode=mode, borderValue=fill)
        joints[:, :2] = joints[:, :2] @ matrix[:, :2].T + matrix[:, 2]
        joints[:, 2] = np.where(joints[:, 2] < LEAST_TRUST, 0, np.minimum(joints[:, 2] * 1.3, 1))
        outside = (joints[:, :2] < -3).any(1) | (joints[:, :2] > np.array(size) + 2).any(1)
        joints[outside, :2], joints[outside & (joints[:, 2] > 0), 2] = -1e4, 1.0
        if rng.random() < SECOND_PERSON:
            self.second_person(rng, crop, joints)
        return crop, joints

    def second_person(self, rng, crop, joints):
        """A cut-out at the side, before the main person; joints that it hides are unknown from then on."""
        height, width = crop.shape[:2]
        cutout = self.cutouts[rng.integers(len(self.cutouts))]
        factor = height * rng.uniform(0.5, 1.1) / cutout.image.shape[0]
        linear = factor * np.diag([rng.choice([-1.0, 1.0]), 1.0])
        side = rng.choice([-1, 1]) * rng.uniform(0.3, 0.6)
        place = np.array([width * (0.5 + side), height * rng.uniform(0.35, 0.75)])
        matrix = np.hstack([linear, (place - linear @ np.array(cutout.image.shape[1::-1]) / 2)[:, None]])
        person = cv2.warpAffine(cutout.image, matrix, (width, height))
        alpha = cv2.warpAffine(cutout.alpha, matrix, (width, height))
        weight = alpha[..., None].astype(np.uint16)
        crop[:] = ((person * weight + crop * (255 - weight)) // 255).astype(np.uint8)
        cell = np.round(joints[:, :2]).astype(int)
        inside = (cell >= 0).all(1) & (cell < (width, height)).all(1)
        for joint in np.flatnonzero(inside):
            if alpha[cell[joint, 1], cell[joint, 0]] > 127:
                joints[joint, 2] *= 0.3

    def empty(self, rng, size):
        """A crop without anybody: an empty scene, a free part of a photo, or a pattern."""
        kind = rng.random()
        if kind < 0.12:
            return cv2.resize(synthetic_pattern(rng, 96, 128), size)
        if kind < 0.55:
            image, occupied = self.negatives[rng.integers(len(self.negatives))], np.zeros((0, 4))
        else:
            pose_set = self.sets[self.names[rng.integers(len(self.names))]]
            index = rng.integers(len(pose_set.images))
            image, occupied = pose_set.images[index], pose_set.occupied[index]
        for _ in range(6):
            tall = min(image.shape[0], image.shape[1] / ASPECT) * np.exp(rng.uniform(np.log(0.15), 0))
            wide = tall * ASPECT
            x, y = rng.random() * (image.shape[1] - wide), rng.random() * (image.shape[0] - tall)
            low = np.maximum(occupied[:, :2], (x, y))
            high = np.minimum(occupied[:, 2:], (x + wide, y + tall))
            if not (high - low > 0).all(1).any():
                break
        else:
            return cv2.resize(synthetic_pattern(rng, 96, 128), size)
        factor = size[1] / tall
        matrix = np.array([[factor, 0, -x * factor], [0, factor, -y * factor]])
        return cv2.warpAffine(image, matrix, size, flags=cv2.INTER_LINEAR)


def half_body(rng, box, joints):
    """The box of the upper or lower body, as a detector gives it for people behind desks or close to the camera."""
    part = UPPER_BODY if rng.random() < 0.75 else np.arange(11, 17)
    known = (joints[part, 2] >= LEAST_TRUST) & (joints[part, 0] > synthetic.NOWHERE)
    seen = joints[part][known, :2]
    if len(seen) < 4:
        return box
    low, high = seen.min(0), seen.max(0)
    margin = 0.2 * max(high - low) + 4
    return np.hstack([low - margin, high + margin])


def cut_at_border(rng, image, box, joints):
    """Blanks the image beyond a line through the box, as if the frame ended there; in place."""
    side, share = rng.integers(4), rng.uniform(0.1, 0.45)
    fill = 0 if rng.random() < 0.7 else int(rng.integers(256))
    width, height = box[2] - box[0], box[3] - box[1]
    if side == 0:
        edge = int(box[3] - share * height)
        image[max(edge, 0):] = fill
        gone = joints[:, 1] > edge
    elif side == 1:
        edge = int(box[1] + share * height * 0.6)
        image[:max(edge, 0)] = fill
        gone = joints[:, 1] < edge
    elif side == 2:
        edge = int(box[0] + share * width)
        image[:, :max(edge, 0)] = fill
        gone = joints[:, 0] < edge
    else:
        edge = int(box[2] - share * width)
        image[:, max(edge, 0):] = fill
        gone = joints[:, 0] > edge
    joints[gone & (joints[:, 2] > 0), :2] = -1e4


def cover(rng, crop, joints):
    """One or two plain or noisy patches; joints below them keep a part of their weight, for the rest tells them."""
    height, width = crop.shape[:2]
    for _ in range(int(rng.integers(1, 3))):
        w, h = int(width * rng.uniform(0.08, 0.35)), int(height * rng.uniform(0.06, 0.25))
        x, y = int(rng.integers(0, width - w)), int(rng.integers(0, height - h))
        patch = rng.integers(0, 256, 3) if rng.random() < 0.6 else rng.integers(0, 256, (h, w, 3))
        crop[y:y + h, x:x + w] = patch
        hidden = (joints[:, 0] >= x) & (joints[:, 0] < x + w) & (joints[:, 1] >= y) & (joints[:, 1] < y + h)
        joints[hidden, 2] *= 0.4


def batch_of(maker, rng, size, count):
    """crops (b, h, w, 3) uint8; joints (b, 17, 3) in heatmap pixels; presence (b, 1)."""
    crops = np.empty((count, size[1], size[0], 3), np.uint8)
    joints, present = np.empty((count, 17, 3), np.float32), np.empty((count, 1), np.float32)
    for index in range(count):
        crops[index], joints[index], present[index] = maker.sample(rng, size)
    # input pixel x = (heatmap pixel + 0.5) * stride - 0.5
    joints[..., :2] = (joints[..., :2] + 0.5) / STRIDE - 0.5
    return crops, joints, present


def load(options, validation):
    """CropMaker and the sets of one side of the split; rendered people are made into crops in training only."""
    sets = {name: load_set(options, name, validation) for name in SET_WEIGHTS}
    rendered = load_synthetic(options, validation)
    all_sets = sets if rendered is None else {**sets, synthetic.NAME: rendered}
    files, photos = detector_data.photos_of(options, "ccp", validation)
    cutouts = detector_data.cutouts_of(files, photos)
    empty = [photo.image for photo in detector_data.photos_of(options, "negatives", validation)[1]]
    return CropMaker(sets if validation else all_sets, empty, cutouts), all_sets
