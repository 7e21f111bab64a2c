"""The data folder: what it must hold, how it is listed, and the fixed split into training and validation."""

import hashlib
from pathlib import Path

import cv2
import numpy as np

from . import RecipeError

# set -> folder of its images inside the data folder
FOLDERS = {"lspet": "lspet/images", "ccp": "ccp/images", "hmdb": "hmdb", "negatives": "negatives"}
VALIDATION_PERCENT = 8

COCO_17 = ["nose", "left_eye", "right_eye", "left_ear", "right_ear", "left_shoulder", "right_shoulder", "left_elbow",
           "right_elbow", "left_wrist", "right_wrist", "left_hip", "right_hip", "left_knee", "right_knee",
           "left_ankle", "right_ankle"]
# index of the mirrored joint
MIRROR = np.array([0, 2, 1, 4, 3, 6, 5, 8, 7, 10, 9, 12, 11, 14, 13, 16, 15])
# per-joint constants of object keypoint similarity (COCO evaluation, 2 * sigma)
OKS_KAPPA = 2 * np.array([.026, .025, .025, .035, .035, .079, .079, .072, .072, .062, .062, .107, .107, .087, .087,
                          .089, .089])
# LSP order (r ankle .. head top) of the joints that COCO has too: COCO index of each of the first twelve
LSP_TO_COCO = np.array([16, 14, 12, 11, 13, 15, 10, 8, 6, 5, 7, 9])


def images_of(data, name):
    """Sorted image files of one set; a missing or empty folder is an error."""
    folder = Path(data) / FOLDERS[name]
    files = sorted(folder.glob("*.jpg")) + sorted(folder.glob("*.png"))
    if not files:
        raise RecipeError(f"{folder} holds no images; --data must name the folder that holds lspet, ccp, hmdb and "
                          "negatives")
    return files


def is_validation(name, file):
    """Fixed by a hash of the file name; the stills of one hmdb clip stay together."""
    key = Path(file).stem
    if name == "hmdb":
        key = key.rsplit("-", 1)[0]
    return int(hashlib.sha1(f"{name}/{key}".encode()).hexdigest(), 16) % 100 < VALIDATION_PERCENT


def read_image(file):
    """The image as uint8 BGR (height, width, 3)."""
    image = cv2.imread(str(file), cv2.IMREAD_COLOR)
    if image is None:
        raise RecipeError(f"{file} cannot be read as an image; replace or remove it")
    return image


def read_mask(file):
    """The person mask that belongs to a ccp image, uint8 255 = person, or None where there is none."""
    mask = Path(file).parent.parent / "masks" / (Path(file).stem + ".png")
    return cv2.imread(str(mask), cv2.IMREAD_GRAYSCALE) if mask.exists() else None


def lspet_joints(data):
    """Annotation of lspet as (number in the file name -> (14, 3) x, y, visible)."""
    file = Path(data) / "lspet" / "joints.npz"
    try:
        with np.load(file) as archive:
            return {int(key): joints.astype(np.float32) for key, joints in zip(archive["id"], archive["joints"])}
    except FileNotFoundError:
        raise RecipeError(f"{file} is missing; the lspet set needs its annotation") from None
    except (KeyError, ValueError, OSError) as error:
        raise RecipeError(f"{file} must be an npz with the keys id and joints: {error}") from error


def run(options):
    """Checks the folder and prints one line a set."""
    for name in FOLDERS:
        files = images_of(options.data, name)
        validation = sum(is_validation(name, file) for file in files)
        for file in files:
            read_image(file)
        print(f"{name:10s} {len(files):6d} images, {validation:5d} of them for validation")
    print(f"lspet      {len(lspet_joints(options.data)):6d} annotated people")
