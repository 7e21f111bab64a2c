"""The temporal lifter as ONNX, its card, and a golden file with which a runtime proves that it passes the state on."""

import copy
import json
from pathlib import Path

import numpy as np
import onnxruntime
import torch

from . import RecipeError, export
from .checkpoint import save_atomically
from .mocap import TERMS
from .temporal_data import Sequences
from .temporal_model import PAST_FRAMES, STATE_SIZE, TemporalNetwork, TemporalStep, averaged_with_mirror, load_weights

NAME = "posestream-lifter-temporal"
GOLDEN = "temporal-lifter-golden.json"
GOLDEN_FRAMES = 6
STEP_TOLERANCE = 1e-4
MEASURED = ("mpjpeMm", "paMpjpeMm", "accelerationMm", "sigmaMm")


def export_temporal(network: TemporalNetwork, held_out: dict[str, Sequences], figures: dict, provenance: str, out: Path) -> Path:
    """Writes network, card and golden into the folder out; returns the network's path."""
    path, step = Path(out) / f"{NAME}.onnx", TemporalStep(copy.deepcopy(network)).eval()
    joints2d = held_out["noisy"].joints2d
    example = torch.from_numpy(joints2d[:16, 0]), torch.rand(len(joints2d[:16]), STATE_SIZE)
    parity = export.export_network(step, example, ["joints2d", "state"], ["joints3d", "sigma", "nextState"], path)
    difference = step_difference(path, network, joints2d[:4])
    if not difference <= STEP_TOLERANCE:
        raise RecipeError(f"{path.name}: frame by frame differs from whole sequences by {difference:.1e} m, allowed {STEP_TOLERANCE:.0e}")
    export.write_card(path, step, example, card_of(figures, provenance, max(parity, difference)))
    golden = golden_of(path, np.stack([held_out["exact"].joints2d[0], joints2d[len(joints2d) // 2]])[:, :GOLDEN_FRAMES])
    save_atomically(Path(out) / GOLDEN, lambda temporary: Path(temporary).write_text(json.dumps(golden) + "\n"))
    return path


def card_of(figures: dict, provenance: str, parity: float) -> dict:
    measured = {"parity": f"{parity:.1e}"}
    for kind, figure in figures.items():
        measured |= {f"{key} {kind}": figure[key] for key in MEASURED}
        measured |= {f"{key} {kind}, single frames": value for key, value in figure.get("singleFrames", {}).items()}
    return {
        "task": "lifter",
        "input": {"name": "joints2d", "type": "float32", "shape": [-1, 17, 3]},
        "state": {"input": "state", "output": "nextState", "size": STATE_SIZE, "pastFrames": PAST_FRAMES},
        "outputs": [{"name": "joints3d", "shape": [-1, 17, 3]}, {"name": "sigma", "shape": [-1, 17]}],
        "batch": "dynamic", "decoder": "lifter-temporal", "decoderOptions": {"confident": 0.2}, "topology": "h36m17",
        "normalisation": {"insideGraph": True},
        "licence": "Apache-2.0", "provenance": provenance, "terms": TERMS,
        "expect": "One call a frame and track. The state is float32 (N, size): zeros at a track's first frame, then what the last call "
                  "gave as nextState. Root-relative metres in camera axes (x right, y down, z away) of a body whose hip-to-ankle length is "
                  "0.85 m: scale is the root solver's business. sigma is the expected distance error in metres.",
        "measured": measured}


def steps_of(path: Path, joints2d: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """joints3d, sigma and last state of sequences (N, T, 17, 3), one call of ONNX Runtime a frame, from nothing."""
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    state, joints, sigmas = np.zeros((len(joints2d), STATE_SIZE), np.float32), [], []
    for frame in range(joints2d.shape[1]):
        joints3d, sigma, state = session.run(["joints3d", "sigma", "nextState"],
                                             {"joints2d": np.ascontiguousarray(joints2d[:, frame]), "state": state})
        joints.append(joints3d)
        sigmas.append(sigma)
    return np.stack(joints, axis=1), np.stack(sigmas, axis=1), state


def step_difference(path: Path, network: TemporalNetwork, joints2d: np.ndarray) -> float:
    """Largest difference in metres between the exported network frame by frame and the same weights on whole sequences."""
    network = copy.deepcopy(network).eval()
    load_weights(network, path)  # as rounded for the file
    with torch.no_grad():
        joints3d, sigma = averaged_with_mirror(network, torch.from_numpy(joints2d))
    found3d, found_sigma, _ = steps_of(path, joints2d)
    return float(np.maximum(np.abs(found3d - joints3d.numpy()).max(), np.abs(found_sigma - sigma.numpy()).max()))


def golden_of(path: Path, joints2d: np.ndarray) -> dict:
    """Sequences (2, 6, 17, 3) from a zero state, the outputs of every frame, and some of the last state."""
    joints2d = np.round(joints2d, 6)
    joints3d, sigma, state = steps_of(path, joints2d)
    values = {"joints2d": joints2d, "joints3d": joints3d, "sigma": sigma, "lastStateSum": state.sum(axis=1), "lastStateEnd": state[:, -8:]}
    return {"about": "two sequences of six frames: normalised Human3.6M-17 input (2, 6, 17, 3) -> outputs in metres, one call a frame, the "
                     "state of zeros first and nextState from then on; the sequences do not know each other",
            "sha256": json.loads(path.with_suffix(".json").read_text())["sha256"], "stateSize": STATE_SIZE,
            **{name: np.round(array.astype(float), 6).tolist() for name, array in values.items()}}
