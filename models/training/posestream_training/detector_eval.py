"""Measures the detector on validation scenes: average precision at IoU 0.5, recall and precision at the threshold."""

import numpy as np
import torch

from . import detector_data, synthetic
from .teachers import box_iou, letterbox, non_maximum_suppression

# the card's threshold is chosen among these by F0.5: a ghost costs more than a late find, for found people are kept
# by their joints between detections
THRESHOLDS = np.arange(0.25, 0.75, 0.05)
IOU_THRESHOLD = 0.5
LOWEST_SCORE = 0.02


def validation_scenes(maker, sets, side, composed=150):
    """Real photos letterboxed as the product does it, then composed scenes from fixed seeds."""
    scenes = []
    for name in ("ccp", "hmdb", "negatives"):
        for photo in sets[name]:
            square, factor = letterbox(photo.image, side)
            scenes.append((square, photo.boxes * factor, photo.ignored * factor))
    return scenes, [maker.scene(np.random.default_rng([77, index]), side) for index in range(composed)]


def rendered_scenes(options, side):
    """Held-out rendered pictures, letterboxed; none where there are none."""
    scenes = []
    for photo in detector_data.rendered_photos(options, validation=True):
        square, factor = letterbox(photo.image, side)
        scenes.append((square, photo.boxes * factor, photo.ignored * factor))
    return scenes


def detections(model, images, batch=16):
    """Per image (n, 5) boxes and scores after suppression, best first."""
    results = []
    model.eval()
    for start in range(0, len(images), batch):
        with torch.no_grad():
            boxes, scores = model(torch.from_numpy(np.stack(images[start:start + batch])))
        for box, score in zip(boxes.numpy(), scores.numpy()):
            keep = score >= LOWEST_SCORE
            box, score = box[keep], score[keep]
            kept = non_maximum_suppression(box, score, IOU_THRESHOLD)
            results.append(np.hstack([box[kept], score[kept, None]]))
    return results


def matched(found, people, ignored):
    """Per detection: 1 right, 0 wrong, -1 does not count."""
    result, free = np.zeros(len(found), int), np.ones(len(people), bool)
    for index, box in enumerate(found):
        overlap = box_iou(box[None, :4], people)[0] * free if len(people) else np.zeros(0)
        if len(overlap) and overlap.max() >= 0.5:
            free[overlap.argmax()] = False
            result[index] = 1
        elif len(ignored):
            low, high = np.maximum(ignored[:, :2], box[:2]), np.minimum(ignored[:, 2:], box[2:4])
            common = np.prod(np.clip(high - low, 0, None), axis=1)
            if common.max() > 0.5 * np.prod(box[2:4] - box[:2]):
                result[index] = -1
    return result


class Ranking:
    """Detections of all scenes, best first: which are right, and how many people there were to find."""

    def __init__(self, found, scenes):
        labels = np.concatenate([matched(boxes, people, ignored)
                                 for boxes, (_, people, ignored) in zip(found, scenes)]).astype(int)
        scores = np.concatenate([boxes[:, 4] for boxes in found])
        order = np.argsort(-scores[labels >= 0], kind="stable")
        self.right, self.scores = labels[labels >= 0][order], scores[labels >= 0][order]
        self.people = sum(len(scene[1]) for scene in scenes)

    def average_precision(self):
        """Area under the curve of precision over recall, at IoU 0.5."""
        recall = np.cumsum(self.right) / max(self.people, 1)
        precision = np.cumsum(self.right) / np.arange(1, len(self.right) + 1)
        envelope = np.maximum.accumulate(precision[::-1])[::-1]
        return float(np.sum(np.diff(np.concatenate([[0], recall])) * envelope))

    def at(self, threshold):
        """Precision and recall of the detections that reach the threshold."""
        kept = self.right[self.scores >= threshold]
        return (float(kept.mean()) if len(kept) else 1.0), float(kept.sum() / max(self.people, 1))

    def best_threshold(self):
        """The threshold with the largest F0.5 of precision and recall."""
        def score(threshold):
            precision, recall = self.at(threshold)
            return 1.25 * precision * recall / max(0.25 * precision + recall, 1e-9)
        return round(float(max(THRESHOLDS, key=score)), 2)

    def figures(self, threshold):
        precision, recall = self.at(threshold)
        return {"ap50": round(self.average_precision(), 4), "threshold": threshold,
                "precision": round(precision, 4), "recall": round(recall, 4), "people": self.people}


def rank(model, scenes):
    return Ranking(detections(model, [scene[0] for scene in scenes]), scenes)


def rank_teacher(teacher, scenes):
    """The same for a third-party detector with detect(image, threshold)."""
    return Ranking([teacher.detect(scene[0], LOWEST_SCORE) for scene in scenes], scenes)


def load(options, validation):
    """(scene maker, sets) of one side of the split."""
    sets, files = {}, {}
    for name in (*detector_data.SET_WEIGHTS, "negatives"):
        files[name], sets[name] = detector_data.photos_of(options, name, validation)
    if not validation:
        sets[synthetic.NAME] = detector_data.rendered_photos(options, validation)
    return detector_data.SceneMaker(sets, detector_data.cutouts_of(files["ccp"], sets["ccp"])), sets
