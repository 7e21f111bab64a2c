"""What to trust of the teachers: boxes that two detectors share, joints on which the pose networks agree."""

from pathlib import Path

import numpy as np

from . import data
from .teachers import box_iou

# agreement between teachers is judged at this fraction of the person's size
AGREEMENT = 0.05
# prior trust in MoveNet, BlazePose-lite and BlazePose-full
TEACHER_TRUST = np.array([1.0, 0.5, 1.0])
# arrays of a file of labels and their shapes, None = any length
LABELS = {"files": (None,), "boxes": (None, 5), "box_image": (None,), "box_teacher": (None,), "people": (None, 4),
          "person_image": (None,), "joints": (None, len(TEACHER_TRUST), 17, 3)}


def load_labels(work, name):
    """The arrays that the label command wrote for one set."""
    return data.read_arrays(Path(work) / "labels" / f"{name}.npz", LABELS, "run the label command, with --no-resume if "
                            "the file exists")


def merge_boxes(first, second):
    """Two detectors' boxes (n, 5) of one image to (trusted (k, 4), ignored (m, 4)).

    Trusted: found by both, one of them at least fairly sure, or by one alone that is quite sure. The rest is
    neither person nor background.
    """
    trusted, ignored, free = [], [], list(range(len(second)))
    for box in first:
        overlap = box_iou(box[None, :4], second[free, :4])[0] if free else np.zeros(0)
        other = second[free.pop(int(overlap.argmax()))] if len(overlap) and overlap.max() > 0.5 else None
        if other is not None and max(box[4], other[4]) > 0.4 and box[4] + other[4] > 0.6:
            trusted.append((box[:4] * box[4] + other[:4] * other[4]) / (box[4] + other[4]))
        elif other is None and box[4] > 0.6:
            trusted.append(box[:4])
        elif max(box[4], 0 if other is None else other[4]) > 0.15:
            ignored.append(box[:4])
    for box in second[free]:
        (trusted if box[4] > 0.6 else ignored).append(box[:4])
    trusted, ignored = (np.array(boxes, np.float32).reshape(-1, 4) for boxes in (trusted, ignored))
    if len(trusted) and len(ignored):
        # a second box on a person that is known is background to the loss, or duplicates are never unlearnt
        ignored = ignored[box_iou(ignored, trusted).max(1) < 0.4]
    return trusted, ignored


def boxes_of(labels):
    """Per image: (trusted boxes, ignored boxes)."""
    count = len(labels["files"])
    order = np.argsort(labels["box_image"], kind="stable")
    boxes, teacher = labels["boxes"][order], labels["box_teacher"][order]
    edges = np.searchsorted(labels["box_image"][order], np.arange(count + 1))
    return [merge_boxes(boxes[a:b][teacher[a:b] == 0], boxes[a:b][teacher[a:b] == 1])
            for a, b in zip(edges[:-1], edges[1:])]


def agree(joints, size):
    """Teachers' joints (t, 17, 3) of one person to (17, 3) x, y, trust 0..1; size: larger box side in pixels.

    Every teacher's joint is supported by the others according to their distance; the best supported one and its
    supporters are averaged.
    """
    points, confidence = joints[..., :2], np.clip(joints[..., 2], 0, 1) * TEACHER_TRUST[:len(joints), None]
    distance = np.linalg.norm(points[:, None] - points[None], axis=-1) / (AGREEMENT * size)
    closeness = np.exp(-distance ** 2 / 2)
    support = (closeness * confidence[None]).sum(1)
    best = support.argmax(0)
    weight = np.take_along_axis(closeness, best[None, None], 0)[0] * confidence
    total = weight.sum(0)
    mean = (points * weight[..., None]).sum(0) / np.maximum(total, 1e-6)[:, None]
    return np.hstack([mean, np.clip(total / TEACHER_TRUST.sum(), 0, 1)[:, None]]).astype(np.float32)


def with_annotation(teacher, annotation, size):
    """lspet: the annotated joints rule; the face comes from the teachers where their other joints agree with them.

    An annotation whose sides are swapped against confident teachers is turned round, limb pair by limb pair.
    """
    result = np.zeros((17, 3), np.float32)
    marked = annotation[:12].copy()
    for right, left in ((0, 5), (1, 4), (2, 3), (6, 11), (7, 10), (8, 9)):
        pair = marked[[right, left]]
        goal = teacher[data.LSP_TO_COCO[[right, left]]]
        if (pair[:, 2] > 0).all() and (goal[:, 2] > 0.45).all():
            straight = np.linalg.norm(pair[:, :2] - goal[:, :2], axis=1).max()
            crossed = np.linalg.norm(pair[::-1, :2] - goal[:, :2], axis=1).max()
            if crossed < 0.1 * size and straight > 2.5 * crossed:
                marked[[right, left]] = pair[::-1]
    result[data.LSP_TO_COCO] = marked
    seen = result[5:, 2] > 0
    error = np.linalg.norm(result[5:, :2] - teacher[5:, :2], axis=1)[seen] / size
    head = annotation[12:14]
    if seen.sum() >= 4 and np.median(error) < 0.08:
        result[:5] = teacher[:5]
        if (head[:, 2] > 0).all():
            reach = 1.2 * np.linalg.norm(head[0, :2] - head[1, :2]) + 0.02 * size
            far = np.linalg.norm(result[:5, :2] - head[:, :2].mean(0), axis=1) > reach
            result[:5, 2][far] = 0
    return result


def people_of(labels, annotations=None):
    """Joints (p, 17, 3) of all people of a set: x, y in image pixels and the weight of the label, 0 = unknown."""
    result = []
    for index, (box, joints) in enumerate(zip(labels["people"], labels["joints"])):
        size = max(box[2] - box[0], box[3] - box[1], 1)
        person = agree(joints, size)
        if annotations is not None:
            name = str(labels["files"][labels["person_image"][index]])
            person = with_annotation(person, annotations[int(name.split(".")[0])], size)
        result.append(person)
    return np.array(result)
