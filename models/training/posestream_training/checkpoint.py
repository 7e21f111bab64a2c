"""Checkpoints that are never half-written and that refuse to resume another architecture.

A checkpoint is a dictionary of plain state: model, ema, optimiser, step, elapsed seconds and whatever else the
recipe adds. Data order and augmentation are functions of (seed, step) in every recipe, so step and seed *are* the
data order; the generators of Python, NumPy and PyTorch are stored as well.
"""

import hashlib
import os
import random
import tempfile
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
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    os.close(handle)
    try:
        write(temporary)
        with open(temporary, "rb") as written:
            os.fsync(written.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except OSError as error:
        raise RecipeError(f"cannot write {path}: {error.strerror or error}; free some space or choose another folder") \
            from error
    except RuntimeError as error:
        if "write" not in str(error).lower() and "space" not in str(error).lower():
            raise
        raise RecipeError(f"cannot write {path}: {str(error).splitlines()[0]}; free some space") from error
    finally:
        if os.path.exists(temporary):
            os.unlink(temporary)


def save(path, model, **state):
    """Writes the model, the random generators and the given state (optimiser, step, seed ...) atomically."""
    state.update(architecture=architecture_of(model), model=model.state_dict(), generators=_generators())
    save_atomically(path, lambda temporary: torch.save(state, temporary))


def load(path, model):
    """Restores the model and the generators; returns the whole state, or None where there is no checkpoint."""
    path = Path(path)
    if not path.exists():
        return None
    try:
        state = torch.load(path, map_location="cpu", weights_only=False)
    except Exception as error:
        raise RecipeError(f"{path} is not a readable checkpoint; delete it or start with --no-resume") from error
    expected = architecture_of(model)
    found = state.get("architecture") if isinstance(state, dict) else None
    if found != expected:
        raise RecipeError(f"{path} holds architecture {found}, but this recipe trains {expected}; "
                          "delete it or start with --no-resume")
    model.load_state_dict(state["model"])
    _restore_generators(state["generators"])
    return state


def _generators():
    return {"python": random.getstate(), "numpy": np.random.get_state(), "torch": torch.get_rng_state()}


def _restore_generators(generators):
    random.setstate(generators["python"])
    np.random.set_state(generators["numpy"])
    torch.set_rng_state(generators["torch"])
