"""Checkpoints that are never half-written and that refuse to resume another architecture.

A checkpoint is a dictionary of plain state: model, ema, optimiser, step, elapsed seconds and whatever else the
recipe adds. Data order and augmentation are functions of (seed, step) in every recipe, so step and seed *are* the
data order; the generators of Python, NumPy and PyTorch are stored as well.
"""

import hashlib
import io
import os
import random
import tempfile
import zipfile
from pathlib import Path

import numpy as np
import torch

from . import RecipeError


def architecture_of(model):
    """Names and shapes of all tensors of a model, as one short fingerprint."""
    text = ";".join(f"{name}:{tuple(tensor.shape)}" for name, tensor in model.state_dict().items())
    return f"{type(model).__name__}-{hashlib.sha256(text.encode()).hexdigest()[:12]}"


def save_atomically(path, write):
    """Calls write(temporary path) in the folder of path, then renames: the final name is whole or absent."""
    path = Path(path)
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        os.close(handle)
        write(temporary)
        with open(temporary, "rb") as written:
            os.fsync(written.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except OSError as error:
        raise RecipeError(f"cannot write {path}: {error.strerror or error}; free some space or choose another folder") \
            from error
    finally:
        if temporary and os.path.exists(temporary):
            os.unlink(temporary)


def append_line(path, text):
    """Adds a line to a log."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "a", encoding="utf-8") as file:
            file.write(text + "\n")
    except OSError as error:
        raise RecipeError(f"cannot write {path}: {error.strerror or error}; free some space or choose another folder") \
            from error


def save(path, model, **state):
    """Writes the model, the random generators and the given state (optimiser, step, seed ...) atomically."""
    state.update(architecture=architecture_of(model), model=model.state_dict(), generators=_generators())
    # by way of memory: PyTorch's own writer does not say that the disk is full
    content = io.BytesIO()
    torch.save(state, content)
    save_atomically(path, lambda temporary: Path(temporary).write_bytes(content.getbuffer()))


class State(dict):
    """What a checkpoint holds; asking for what it lacks is an error in one line."""

    def __init__(self, path, content):
        super().__init__(content)
        self.path = path

    def __missing__(self, key):
        raise RecipeError(f"{self.path} was written by another version of this recipe: it lacks '{key}'; "
                          "delete it or start with --no-resume")


def load(path, model):
    """Restores the model and the generators; returns the whole state, or None where there is no checkpoint."""
    path = Path(path)
    _remove_leftovers(path)
    if not path.exists():
        return None
    state = State(path, _content(path))
    expected, found = architecture_of(model), state["architecture"]
    if found != expected:
        raise RecipeError(f"{path} holds architecture {found}, but this recipe trains {expected}; "
                          "delete it or start with --no-resume")
    model.load_state_dict(state["model"])
    _restore_generators(state["generators"])
    return state


def load_optimiser(optimiser, state):
    """Restores an optimiser; raises RecipeError where the state is another kind's."""
    try:
        optimiser.load_state_dict(state)
    except (KeyError, TypeError, ValueError) as error:
        raise RecipeError(f"the checkpoint's optimiser does not fit this recipe ({error}); start with --no-resume") \
            from error


def _content(path):
    """The dictionary of a checkpoint; PyTorch alone would not notice a flipped bit, so the checksums are compared."""
    try:
        with zipfile.ZipFile(path) as archive:
            damaged = archive.testzip()
        content = None if damaged else torch.load(path, map_location="cpu", weights_only=False)
    except Exception as error:
        raise RecipeError(f"{path} is not a readable checkpoint; delete it or start with --no-resume") from error
    if not isinstance(content, dict):
        raise RecipeError(f"{path} is damaged; delete it or start with --no-resume")
    return content


def _remove_leftovers(path):
    """Temporary files of runs that were killed while they wrote."""
    for leftover in path.parent.glob(f".{path.name}.*"):
        leftover.unlink(missing_ok=True)


def _generators():
    return {"python": random.getstate(), "numpy": np.random.get_state(), "torch": torch.get_rng_state()}


def _restore_generators(generators):
    random.setstate(generators["python"])
    np.random.set_state(generators["numpy"])
    torch.set_rng_state(generators["torch"])
