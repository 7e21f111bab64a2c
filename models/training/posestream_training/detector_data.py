"""Scenes for the detector: real photos at many scales, mosaics, pasted people, and scenes without anybody."""

from dataclasses import dataclass

import cv2
import numpy as np

from . import consensus, data, synthetic
from .images import change_colours, degrade, load_all, synthetic_pattern

MOST_BOXES = 24
PATTERNS = 300
# share of the batches that keep the whole padding of the letterbox
SQUARE_BATCHES = 0.12
PAD = 114
# frame shapes (width, height) as fractions of the square input; the rest is letterbox padding
FRAMES = [(1.0, 0.5625)] * 4 + [(1.0, 0.75)] * 3 + [(1.0, 1.0)] * 2 + [(0.5625, 1.0)] * 2 + [(0.75, 1.0), (1.0, 0.667)]
SET_WEIGHTS = {"ccp": 0.28, "hmdb": 0.47, "lspet": 0.25}
# a person of whom less than this share of the box remains in view is neither person nor background
LEAST_VISIBLE = 0.25


@dataclass
class Photo:
    """image uint8 BGR; boxes (n, 4) of people; ignored (m, 4) neither people nor background."""
    image: np.ndarray
    boxes: np.ndarray
    ignored: np.ndarray


@dataclass
class Cutout:
    """A person cut from a photo: image uint8 BGR and alpha uint8, both of the mask's bounding box."""
    image: np.ndarray
    alpha: np.ndarray


class RenderedPhoto:
    """A Photo whose image is decoded when it is taken."""

    def __init__(self, pictures, index, boxes, ignored):
        self.pictures, self.index, self.boxes, self.ignored = pictures, index, boxes, ignored

    @property
    def image(self):
        return self.pictures[self.index]


def rendered_photos(options, validation):
    """Photos of rendered people; none where there are none (see synthetic)."""
    rendered = synthetic.read(options, validation)
    if rendered is None:
        return []
    shown = rendered.shown >= LEAST_VISIBLE
    boxes = [[rendered.box[(rendered.image == index) & part] for part in (shown, ~shown)]
             for index in range(len(rendered.pictures))]
    return [RenderedPhoto(rendered.pictures, index, *pair) for index, pair in enumerate(boxes)]


def photos_of(options, name, validation):
    """(files, photos) of one set on one side of the split."""
    files = data.images_of(options.data, name)
    kept = [index for index, file in enumerate(files) if data.is_validation(name, file) == validation]
    images = load_all([files[index] for index in kept])
    if name == "negatives":
        nothing = np.zeros((0, 4), np.float32)
        return [files[index] for index in kept], [Photo(image, nothing, nothing) for image in images]
    labels = consensus.load_labels(options.work, name)
    if list(labels["files"]) != [file.name for file in files]:
        raise data.RecipeError(f"the labels of {name} in {options.work} belong to another data folder; label again")
    boxes = consensus.boxes_of(labels)
    photos = [Photo(image, *boxes[index]) for index, image in zip(kept, images)]
    if name == "lspet":
        for index, photo in zip(kept, photos):
            add_annotated(photo, labels["people"][index])
    return [files[index] for index in kept], photos


def add_annotated(photo, box):
    """lspet: the annotated person counts where the detectors missed it (often upside down)."""
    known = np.concatenate([photo.boxes, box[None]])
    overlap = consensus.box_iou(box[None], known[:-1])[0]
    if not len(overlap) or overlap.max() < 0.45:
        photo.boxes = known.astype(np.float32)


def cutouts_of(files, photos):
    """People of ccp that have a mask."""
    result = []
    for file, photo in zip(files, photos):
        mask = data.read_mask(file)
        if mask is None or mask.shape != photo.image.shape[:2] or (mask > 127).mean() < 0.02:
            continue
        x, y, width, height = cv2.boundingRect((mask > 127).astype(np.uint8))
        alpha = cv2.GaussianBlur(mask, (3, 3), 0)[y:y + height, x:x + width]
        result.append(Cutout(photo.image[y:y + height, x:x + width].copy(), alpha))
    return result


def moved_boxes(boxes, matrix):
    """Boxes after an affine map; a turned person fills about the mean of the turned box and the turned ellipse."""
    if not len(boxes):
        return boxes
    centre = (boxes[:, :2] + boxes[:, 2:]) / 2 @ matrix[:, :2].T + matrix[:, 2]
    half = (boxes[:, 2:] - boxes[:, :2]) / 2
    linear = np.abs(matrix[:, :2])
    reach = (half @ linear.T + np.sqrt(half ** 2 @ (linear ** 2).T)) / 2
    return np.hstack([centre - reach, centre + reach]).astype(np.float32)


class SceneMaker:
    """Makes training scenes from the photos of one side of the split."""

    def __init__(self, sets, cutouts):
        self.sets, self.cutouts = sets, cutouts
        self.names = [name for name in SET_WEIGHTS if sets.get(name)]
        weights = np.array([SET_WEIGHTS[name] for name in self.names])
        self.weights = weights / weights.sum()
        if sets.get(synthetic.NAME):
            self.names.append(synthetic.NAME)
            self.weights = np.append(self.weights * (1 - synthetic.DETECTOR_SHARE), synthetic.DETECTOR_SHARE)
        self.patterns = [synthetic_pattern(np.random.default_rng([3, index]), 320, 320) for index in range(PATTERNS)]

    def photo(self, rng):
        photos = self.sets[self.names[rng.choice(len(self.names), p=self.weights)]]
        return photos[rng.integers(len(photos))]

    def negative(self, rng):
        photos = self.sets["negatives"]
        return photos[rng.integers(len(photos))]

    def scene(self, rng, side, frame=None, canvas=None):
        """image (*canvas, 3) uint8, boxes (n, 4), ignored (m, 4); canvas (height, width) defaults to the square."""
        frame = frame or FRAMES[rng.integers(len(FRAMES))]
        width, height = round(frame[0] * side), round(frame[1] * side)
        kind = rng.random()
        if kind < 0.52:
            image, boxes, ignored = self.single(rng, width, height)
        elif kind < 0.62:
            image, boxes, ignored = self.mosaic(rng, width, height)
        elif kind < 0.88:
            image, boxes, ignored = self.pasted(rng, width, height)
        else:
            image, boxes, ignored = self.empty(rng, width, height)
        if rng.random() < 0.5:
            image = np.ascontiguousarray(image[:, ::-1])
            for part in (boxes, ignored):
                part[:, [0, 2]] = width - part[:, [2, 0]]
        image = degrade(rng, change_colours(rng, image) if rng.random() < 0.8 else image)
        padded = np.full((*(canvas or (side, side)), 3), PAD, np.uint8)
        padded[:height, :width] = image
        return (padded, *clipped(boxes, ignored, width, height, side))

    def backdrop(self, rng, width, height):
        kind = rng.random()
        if kind < 0.4:
            return np.full((height, width, 3), PAD if kind < 0.3 else int(rng.integers(256)), np.uint8)
        if kind < 0.8:
            return self.empty(rng, width, height)[0]
        return self.pattern(rng, width, height)

    def pattern(self, rng, width, height):
        return cv2.resize(self.patterns[rng.integers(PATTERNS)], (width, height))

    def empty(self, rng, width, height):
        nothing = np.zeros((0, 4), np.float32)
        if rng.random() < 0.3:
            return self.pattern(rng, width, height), nothing, nothing.copy()
        image = self.negative(rng).image
        factor = max(width / image.shape[1], height / image.shape[0]) * np.exp(rng.uniform(0, 1.2))
        spare = np.array([image.shape[1] * factor - width, image.shape[0] * factor - height])
        shift = -rng.random(2) * spare
        matrix = np.array([[factor, 0, shift[0]], [0, factor, shift[1]]])
        return cv2.warpAffine(image, matrix, (width, height)), nothing.copy(), nothing.copy()

    def single(self, rng, width, height, canvas=None):
        photo = self.photo(rng)
        return self.place(rng, photo, self.backdrop(rng, width, height) if canvas is None else canvas)

    def place(self, rng, photo, canvas):
        """Draws the photo onto the canvas so that one of its people gets a height of 15 to 140 % of the canvas."""
        height, width = canvas.shape[:2]
        boxes = photo.boxes if len(photo.boxes) else np.array([[0, 0, *photo.image.shape[1::-1]]], np.float32)
        box = boxes[rng.integers(len(boxes))]
        wanted = height * np.exp(rng.uniform(np.log(0.15), np.log(1.4)))
        factor = np.clip(wanted / max(box[3] - box[1], (box[2] - box[0]) * 0.6), 0.12, 4.0)
        if rng.random() < 0.5:
            factor = min(width / photo.image.shape[1], height / photo.image.shape[0]) * np.exp(rng.uniform(-0.1, 0.3))
        angle = np.deg2rad(rng.normal(0, 5) if rng.random() < 0.93 else rng.choice([90, -90, 180]))
        stretch = np.exp(rng.uniform(-0.12, 0.12))
        cos, sin = np.cos(angle), np.sin(angle)
        linear = factor * np.array([[cos, -sin], [sin, cos]]) @ np.diag([stretch, 1 / stretch])
        centre = (box[:2] + box[2:]) / 2
        goal = rng.random(2) * (width, height)
        if rng.random() < 0.6:
            # keep most of the person in view
            half = np.abs(linear) @ ((box[2:] - box[:2]) / 2)
            low, high = np.minimum(half, (width, height) - half), np.maximum(half, (width, height) - half)
            goal = low + rng.random(2) * (high - low)
        matrix = np.hstack([linear, (goal - linear @ centre)[:, None]])
        cv2.warpAffine(photo.image, matrix, (width, height), canvas, cv2.INTER_LINEAR, cv2.BORDER_TRANSPARENT)
        return canvas, moved_boxes(photo.boxes, matrix), moved_boxes(photo.ignored, matrix)

    def mosaic(self, rng, width, height):
        x, y = int(width * rng.uniform(0.3, 0.7)), int(height * rng.uniform(0.3, 0.7))
        image = np.full((height, width, 3), PAD, np.uint8)
        boxes, ignored = [], []
        for left, top, right, bottom in ((0, 0, x, y), (x, 0, width, y), (0, y, x, height), (x, y, width, height)):
            part, *found = self.place(rng, self.photo(rng), self.backdrop(rng, right - left, bottom - top))
            image[top:bottom, left:right] = part
            for all_of, new in zip((boxes, ignored), clipped(*found, right - left, bottom - top, 10 ** 6)):
                all_of.append(new + np.array([left, top, left, top], np.float32))
        return image, np.concatenate(boxes), np.concatenate(ignored)

    def pasted(self, rng, width, height):
        """People cut from photos on an empty scene or on another photo, far ones first, crowded now and then."""
        if rng.random() < 0.65:
            image, boxes, ignored = self.empty(rng, width, height)
        else:
            image, boxes, ignored = self.single(rng, width, height)
        image = image.copy()
        count = int(rng.choice([1, 2, 3, 4, 6, 9], p=[0.3, 0.25, 0.18, 0.12, 0.1, 0.05]))
        heights = np.sort(np.exp(rng.uniform(np.log(0.15), np.log(1.2), count))) * height
        if count > 2 and rng.random() < 0.5:
            heights = np.sort(heights.mean() * rng.uniform(0.8, 1.2, count))
        crowd = rng.random(2) * (width, height) if rng.random() < 0.5 else None
        full, visible = [], []
        for tall in heights:
            box, mask = self.paste(rng, image, tall, crowd)
            visible = [np.where(mask, False, seen) for seen in visible] + [mask]
            full.append(box)
        for box, seen in zip(full, visible):
            area = max((box[2] - box[0]) * (box[3] - box[1]), 1)
            # a standing person's mask fills about 45 % of the box
            kept = seen.sum() / (0.45 * area) >= LEAST_VISIBLE
            if kept:
                boxes = np.concatenate([boxes, box[None]])
            elif seen.any():
                ignored = np.concatenate([ignored, box[None]])
        return image, boxes.astype(np.float32), ignored.astype(np.float32)

    def paste(self, rng, image, tall, crowd):
        """Draws one cut-out in place; returns its full box and the mask of the pixels that it covers."""
        height, width = image.shape[:2]
        cutout = self.cutouts[rng.integers(len(self.cutouts))]
        factor = tall / cutout.image.shape[0]
        size = np.array([cutout.image.shape[1], cutout.image.shape[0]]) * factor
        place = rng.random(2) * (width, height)
        if crowd is not None:
            place = crowd + rng.normal(0, 0.5, 2) * (size[0] * 1.5, size[1] * 0.2)
        angle = np.deg2rad(rng.normal(0, 6) if rng.random() < 0.9 else rng.choice([-90, 90]))
        cos, sin = np.cos(angle), np.sin(angle)
        flip = -1.0 if rng.random() < 0.5 else 1.0
        linear = factor * np.array([[cos * flip, -sin], [sin * flip, cos]])
        centre = np.array([cutout.image.shape[1], cutout.image.shape[0]]) / 2
        matrix = np.hstack([linear, (place - linear @ centre)[:, None]])
        box = moved_boxes(np.array([[0, 0, cutout.image.shape[1], cutout.image.shape[0]]], np.float32), matrix)[0]
        mask = np.zeros((height, width), bool)
        # a turned cut-out may reach past its box by a little
        margin = 0.15 * max(box[2] - box[0], box[3] - box[1])
        left, top = np.maximum(box[:2] - margin, 0).astype(int)
        right, bottom = np.minimum(box[2:] + margin, (width, height)).astype(int)
        if right - left < 2 or bottom - top < 2:
            return box, mask
        matrix[:, 2] -= left, top
        size = (int(right - left), int(bottom - top))
        flags = cv2.INTER_AREA if factor < 0.5 else cv2.INTER_LINEAR
        person = cv2.warpAffine(cutout.image, matrix, size, flags=flags)
        alpha = cv2.warpAffine(cutout.alpha, matrix, size, flags=flags)
        person = change_colours(rng, person) if rng.random() < 0.5 else person
        target = image[top:bottom, left:right]
        weight = alpha[..., None].astype(np.uint16)
        target[:] = ((person * weight + target * (255 - weight)) // 255).astype(np.uint8)
        mask[top:bottom, left:right] = alpha > 127
        return box, mask


def clipped(boxes, ignored, width, height, most):
    """Cuts boxes at the frame; those with too little in view, or too small to judge, become ignored."""
    limits = np.array([width, height, width, height], np.float32)
    area = np.prod(np.maximum(boxes[:, 2:] - boxes[:, :2], 1e-3), axis=1)
    inside = np.clip(boxes, 0, limits)
    sides = inside[:, 2:] - inside[:, :2]
    share = np.prod(sides, axis=1) / area
    good = (share >= LEAST_VISIBLE) & (sides.min(1) >= 4) & (sides.max(1) >= min(16, 0.05 * most))
    doubtful = inside[~good & (share > 0.02)]
    ignored = np.clip(np.concatenate([ignored, doubtful]), 0, limits)
    return inside[good], ignored[(ignored[:, 2:] - ignored[:, :2]).min(1) > 1]


def batch_of(maker, rng, side, count):
    """images (b, h, w, 3); boxes (b, MOST_BOXES, 5) with kind 1 person, -1 ignored, 0 unused in the fifth.

    All scenes of a batch share one frame shape, so that most of the letterbox padding need not be computed.
    """
    frame = FRAMES[rng.integers(len(FRAMES))]
    canvas = tuple(-(-round(share * side) // 32) * 32 for share in frame[::-1])
    if rng.random() < SQUARE_BATCHES:
        canvas = (side, side)
    images = np.empty((count, *canvas, 3), np.uint8)
    boxes = np.zeros((count, MOST_BOXES, 5), np.float32)
    for index in range(count):
        images[index], people, ignored = maker.scene(rng, side, frame, canvas)
        rows = np.concatenate([np.hstack([people, np.ones((len(people), 1))]),
                               np.hstack([ignored, -np.ones((len(ignored), 1))])])[:MOST_BOXES]
        boxes[index, :len(rows)] = rows
    return images, boxes
