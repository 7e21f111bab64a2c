"""Rendered people with exact truth (command synthesise) as a further set of the image recipes; optional."""

import json
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from . import RecipeError, mocap
from .synthesise import TRAINING, TRUTH, VALIDATION

NAME = "synthetic"
# share of the samples of the 2D network and of the detector's photos
POSE_SHARE, DETECTOR_SHARE = 0.15, 0.15
# weight of a joint that lies in the picture, but behind something
HIDDEN = 0.5
# joints outside the picture are known to be nowhere; the recipes' own place for them
NOWHERE = -1e4


class Pictures:
    """Images that stay compressed in memory and are decoded when they are taken."""

    def __init__(self, files):
        self.files = files
        self.bytes = [np.frombuffer(file.read_bytes(), np.uint8) for file in files]

    def __len__(self):
        return len(self.bytes)

    def __getitem__(self, index):
        image = cv2.imdecode(self.bytes[index], cv2.IMREAD_COLOR)
        if image is None:
            raise RecipeError(f"{self.files[index]} cannot be read as an image; delete its folder and run synthesise again")
        return image


@dataclass(frozen=True)
class Rendered:
    """Pictures and their n people: image (n) index; box (n, 4) x1 y1 x2 y2 within the picture; joints (n, 17, 3) x, y and 2
    visible, 1 hidden, 0 outside; shown (n) share of the body in the picture that nothing hides."""
    pictures: Pictures
    image: np.ndarray
    box: np.ndarray
    joints: np.ndarray
    shown: np.ndarray


def folder_of(options, validation):
    """Where the pictures of one side lie, or None where there are none or --without synthetic leaves them out."""
    folder = Path(options.work) / (VALIDATION if validation else TRAINING)[0]
    return folder if (folder / TRUTH).exists() and NAME not in getattr(options, "without", ()) else None


def read(options, validation):
    """The pictures of one side of the split, or None (see folder_of)."""
    folder = folder_of(options, validation)
    if folder is None:
        return None
    try:
        truth = json.loads((folder / TRUTH).read_text(encoding="utf-8"))
        place = {entry["id"]: index for index, entry in enumerate(truth["images"])}
        people = truth["annotations"]
        box = np.array([person["bbox"] for person in people], np.float32).reshape(-1, 4)
        box[:, 2:] += box[:, :2]
        return Rendered(Pictures([folder / entry["file_name"] for entry in truth["images"]]),
                        np.array([place[person["image_id"]] for person in people], int), box,
                        np.array([person["keypoints"] for person in people], np.float32).reshape(-1, 17, 3),
                        np.array([person["visible_share"] for person in people], np.float32))
    except (KeyError, ValueError, OSError) as error:
        raise RecipeError(f"{folder / TRUTH} is damaged ({error}); delete its folder and run synthesise again") from error


def weighted(joints, validation):
    """Joints with weights for learning, or for measuring, where what lies outside the picture does not count."""
    result, seen = joints.copy(), joints[..., 2]
    result[..., 2] = np.select([seen == 2, seen == 1], [1.0, HIDDEN], 0.0 if validation else 1.0)
    result[seen == 0, :2] = NOWHERE
    return result


def terms(options):
    """What a card says of the rendered people."""
    return f"; rendered people in captured poses. {mocap.TERMS}" if folder_of(options, validation=False) else ""


def summary(options):
    """One line for a training log."""
    if NAME in getattr(options, "without", ()):
        return f"trains without {NAME}"
    folder = folder_of(options, validation=False)
    return f"trains with {folder}" if folder else f"has no {NAME} pictures in {options.work}; the command synthesise renders them"
