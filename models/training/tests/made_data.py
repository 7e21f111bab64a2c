"""A whole made-up data folder with its labels, small enough to train a few steps on in seconds."""

from pathlib import Path

import cv2
import numpy as np

from posestream_training import data
from posestream_training.smoke import make_clips

WIDTH, HEIGHT = 120, 160
# file names whose hashes put some of each set on either side of the split
IMAGES = 24


def make(folder: Path) -> tuple[Path, Path]:
    """Writes data and work folders below folder; returns both."""
    make_images(folder / "data")
    make_clips(folder / "data")
    make_labels(folder / "data", folder / "work")
    return folder / "data", folder / "work"


def make_images(root: Path) -> None:
    random = np.random.default_rng(5)
    for name, place in data.FOLDERS.items():
        (root / place).mkdir(parents=True)
        for index in range(IMAGES):
            # three stills of each hmdb clip
            stem = f"walk-{index // 3:08d}-{index % 3:03d}" if name == "hmdb" else f"{index + 1:05d}"
            image = random.integers(60, 120, (HEIGHT, WIDTH, 3), dtype=np.uint8)
            cv2.ellipse(image, (60, 80), (25, 60), 0, 0, 360, (230, 200, 180), -1)
            cv2.imwrite(str(root / place / f"{stem}.jpg"), image)
    (root / "ccp/masks").mkdir()
    for index in range(IMAGES):
        mask = np.zeros((HEIGHT, WIDTH), np.uint8)
        cv2.ellipse(mask, (60, 80), (25, 60), 0, 0, 360, 255, -1)
        cv2.imwrite(str(root / f"ccp/masks/{index + 1:05d}.png"), mask)
    joints = np.ones((IMAGES, 14, 3), np.float32)
    joints[..., 0], joints[..., 1] = random.uniform(40, 80, (IMAGES, 14)), random.uniform(30, 130, (IMAGES, 14))
    np.savez(root / "lspet/joints.npz", id=np.arange(1, IMAGES + 1), joints=joints)


def make_labels(root: Path, work: Path) -> None:
    """One person an image, found by both detectors; three teachers that agree to a pixel."""
    (work / "labels").mkdir(parents=True)
    random = np.random.default_rng(6)
    box = np.float32([35, 20, 85, 140])
    for name in ("hmdb", "ccp", "lspet"):
        files = data.images_of(root, name)
        count = len(files)
        joints = np.full((count, 3, 17, 3), 0.9, np.float32)
        joints[..., :2] = random.uniform(box[:2], box[2:], (count, 1, 17, 2)) + random.normal(0, 0.3, (count, 3, 17, 2))
        np.savez(work / "labels" / f"{name}.npz", files=np.array([file.name for file in files]),
                 boxes=np.float32(np.repeat([[*box, 0.9], [*(box + 1), 0.8], [0, 0, 30, 30, 0.4]], count, 0)),
                 box_image=np.tile(np.arange(count), 3), box_teacher=np.repeat([0, 1, 0], count),
                 person_image=np.arange(count), people=np.repeat(box[None], count, 0), joints=joints)
