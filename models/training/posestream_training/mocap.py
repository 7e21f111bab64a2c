"""Motion-capture clips: reading, checking, listing, splitting and weighting.

A clip is (F, 17, 3) metres, y up, in Human3.6M order, hip-to-ankle length 0.85 m. The sources disagree about where pelvis, spine
and shoulders lie, so only bone directions leave this module: `mocap_skeleton` puts them on one consistent skeleton.
"""

import hashlib
import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from . import RecipeError

MOCAP_FILE = "mocap/motion_17j_30fps.npz"
JOINT_COUNT = 17
VALIDATION_SHARE = 0.1

# Held-out clips that are another source's version of a recording that trains (found by nearest poses): they prove nothing.
COPIES_OF_TRAINING = frozenset({
    "cmu_expmap/train/basketball/basketball_1", "cmu_expmap/train/basketball/basketball_5", "cmu_expmap/train/running/running_1",
    "cmu_expmap/train/walking_extra/walking_19", "cmu_iclone/005/005_01", "cmu_iclone/006/006_03"})

TERMS = (
    "Motion capture: CMU (free for research, may be part of commercial products, may not be resold directly, even converted) - "
    "\"The data used in this project was obtained from mocap.cs.cmu.edu. The database was created with funding from NSF EIA-0196217.\"; "
    "Mesh2Motion CC0; DeepMimic MIT (Xue Bin Peng); MASS Apache-2.0."
)


@dataclass(frozen=True)
class Clip:
    """One clip: its name, whose part before `/` is the source, and its joints (F, 17, 3) in metres, y up."""

    name: str
    joints: np.ndarray

    @property
    def source(self) -> str:
        return self.name.split("/", 1)[0]

    @property
    def twins(self) -> str:
        """The name that a clip shares with its mirrored and root-motion copies."""
        return re.sub(r"(_mirror| RM|_RM)$", "", self.name)

    @property
    def smoothed(self) -> "Clip":
        """The clip less the steps of its number format, by the weights 1, 2, 1 over three frames."""
        padded = np.concatenate([self.joints[:1], self.joints, self.joints[-1:]])
        return Clip(self.name, (padded[:-2] + 2 * padded[1:-1] + padded[2:]) / 4)


def load_clips(data: Path) -> list[Clip]:
    """All clips of a data folder, sorted by name. Raises RecipeError in one line for missing or damaged files."""
    path = Path(data) / MOCAP_FILE
    if not path.is_file():
        raise RecipeError(f"{path}: no such file; --data must name the folder that holds {MOCAP_FILE}")
    try:
        with np.load(path) as archive:
            return [Clip(name, _checked(archive[name], f"{path}: clip '{name}'")) for name in sorted(archive.files)]
    except (zipfile.BadZipFile, zlib.error, ValueError, EOFError, OSError, TypeError) as error:
        raise RecipeError(f"{path}: not a readable .npz file ({error}); copy it again") from None


def _checked(joints: np.ndarray, where: str) -> np.ndarray:
    if joints.ndim != 3 or joints.shape[1:] != (JOINT_COUNT, 3):
        raise RecipeError(f"{where} must have the shape (frames, 17, 3), but has {joints.shape}")
    if not np.isfinite(joints).all():
        raise RecipeError(f"{where} holds NaN or infinite values; remove the clip or mend it")
    return joints.astype(np.float32)


def split_clips(clips: list[Clip]) -> tuple[list[Clip], list[Clip]]:
    """(training, validation) clips; neither may be empty.

    Of every source the clips with the lowest hashes of their names are held out until these hold a tenth of its frames; twins
    stay on one side, and copies of recordings that train are left out.
    """
    held_out = set().union(*(_held_out(group) for group in _by_source(clips).values()))
    training = [clip for clip in clips if clip.twins not in held_out]
    validation = [clip for clip in clips if clip.twins in held_out and clip.name not in COPIES_OF_TRAINING]
    if not training or not validation:
        raise RecipeError(f"{len(clips)} clips are too few to split into training and validation; give at least two a source")
    return training, validation


def _held_out(clips: list[Clip]) -> set[str]:
    wanted, names = VALIDATION_SHARE * sum(len(clip.joints) for clip in clips), set()
    for name in sorted({clip.twins for clip in clips}, key=lambda text: hashlib.sha256(text.encode()).digest()):
        if sum(len(clip.joints) for clip in clips if clip.twins in names) >= wanted:
            break
        names.add(name)
    return names


def _by_source(clips: list[Clip]) -> dict[str, list[Clip]]:
    result: dict[str, list[Clip]] = {}
    for clip in clips:
        result.setdefault(clip.source, []).append(clip)
    return dict(sorted(result.items()))


def list_clips(clips: list[Clip]) -> list[str]:
    """One line a source: clips and frames in training and validation."""
    training, validation = split_clips(clips)
    lines = [f"{'source':<18}{'clips':>7}{'frames':>9}{'held out':>10}{'frames':>9}"]
    for source in _by_source(clips):
        sides = [[clip for clip in side if clip.source == source] for side in (training, validation)]
        counts = [n for side in sides for n in (len(side), sum(len(clip.joints) for clip in side))]
        lines.append(f"{source:<18}{counts[0]:>7}{counts[1]:>9}{counts[2]:>10}{counts[3]:>9}")
    return lines
