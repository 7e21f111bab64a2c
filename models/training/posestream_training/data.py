"""The data folder: what it must hold, how it is listed, and the fixed split into training and validation."""

import hashlib
import zipfile
import zlib
from pathlib import Path

import cv2
import numpy as np

from . import RecipeError

# set -> folder of its images inside the data folder
FOLDERS = {"lspet": "lspet/images", "ccp": "ccp/images", "hmdb": "hmdb", "negatives": "negatives"}
VALIDATION_PERCENT = 8
# the mark at the end of a JPEG; cameras may add a little behind it
JPEG_END, JPEG_TRAILER_BYTES = b"\xff\xd9", 1024

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
    return _decoded(file, cv2.IMREAD_COLOR)


def read_mask(file):
    """The person mask that belongs to a ccp image, uint8 255 = person, or None where there is none."""
    mask = Path(file).parent.parent / "masks" / (Path(file).stem + ".png")
    return _decoded(mask, cv2.IMREAD_GRAYSCALE) if mask.exists() else None


def _decoded(file, mode):
    """Raises RecipeError where the file is no image or was cut short, which OpenCV would fill up with grey."""
    try:
        content = Path(file).read_bytes()
    except OSError as error:
        raise RecipeError(f"{file} cannot be read: {error.strerror or error}") from None
    whole = Path(file).suffix != ".jpg" or content.rfind(JPEG_END, -JPEG_TRAILER_BYTES) >= 0
    image = cv2.imdecode(np.frombuffer(content, np.uint8), mode) if content and whole else None
    if image is None:
        raise RecipeError(f"{file} is no whole image; replace or remove it")
    return image


def lspet_number(file):
    """The number of a person in the annotation, from the file's name."""
    return int("".join(filter(str.isdigit, Path(file).stem)) or -1)


def lspet_joints(data):
    """Annotation of lspet as (number in the file name -> (14, 3) x, y, visible)."""
    file = Path(data) / "lspet" / "joints.npz"
    archive = read_arrays(file, {"id": (None,), "joints": (None, 14, 3)}, "copy it again")
    return {int(key): joints.astype(np.float32) for key, joints in zip(archive["id"], archive["joints"])}


def read_arrays(file, shapes, mend):
    """Arrays of an npz file by name; raises RecipeError unless each has its shape, in which None is any length."""
    if not Path(file).is_file():
        raise RecipeError(f"{file} is missing; {mend}")
    try:
        with open(file, "rb") as content, np.load(content) as archive:
            arrays = {name: archive[name] for name in archive.files}
    except (zipfile.BadZipFile, zlib.error, ValueError, EOFError, OSError, TypeError) as error:
        raise RecipeError(f"{file} is not a readable npz file ({error}); {mend}") from None
    for name, shape in shapes.items():
        if name not in arrays:
            raise RecipeError(f"{file} must hold '{name}', but holds {', '.join(arrays) or 'nothing'}; {mend}")
        found = arrays[name].shape
        if len(found) != len(shape) or any(want not in (None, size) for want, size in zip(shape, found)):
            wanted = ", ".join("any" if size is None else str(size) for size in shape)
            raise RecipeError(f"{file}: '{name}' must have the shape ({wanted}), but has {found}; {mend}")
    return arrays
