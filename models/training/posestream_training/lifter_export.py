"""The lifter as ONNX, its card, and a golden file with which a runtime proves its own mapping, normalisation and call."""

import json
from pathlib import Path

import numpy as np
import onnxruntime
import torch

from . import export
from . import mocap_skeleton as body_parts
from .checkpoint import save_atomically
from .lifter_data import Samples
from .lifter_model import FoldedLifter, LifterNetwork
from .mocap import TERMS

NAME = "posestream-lifter"
GOLDEN = "lifter-golden.json"
# COCO-17 joint -> body joint; the eyes, which the lifter does not use, are put between nose and ears.
_COCO = (body_parts.NOSE, None, None, body_parts.L_EAR, body_parts.R_EAR, body_parts.L_SHOULDER, body_parts.R_SHOULDER, body_parts.L_ELBOW,
         body_parts.R_ELBOW, body_parts.L_WRIST, body_parts.R_WRIST, body_parts.L_HIP, body_parts.R_HIP, body_parts.L_KNEE, body_parts.R_KNEE,
         body_parts.L_ANKLE, body_parts.R_ANKLE)


def export_lifter(network: LifterNetwork, held_out: dict, figures: dict, provenance: str, out: Path) -> Path:
    """Writes network, card and golden into the folder out; returns the network's path."""
    network.eval()
    path, folded = Path(out) / f"{NAME}.onnx", FoldedLifter(network).eval()
    example = torch.from_numpy(held_out["noisy"][0].joints2d[:64])
    parity = export.export_network(folded, (example,), ["joints2d"], ["joints3d", "sigma"], path)
    export.write_card(path, folded, (example,), card_of(network, figures, provenance, parity))
    exact, noisy = held_out["exact"][0], held_out["noisy"][0]
    golden = golden_of(path, [(exact, len(exact.image) // 2), (noisy, 7), (noisy, cut_row(noisy))])
    save_atomically(Path(out) / GOLDEN, lambda temporary: Path(temporary).write_text(json.dumps(golden) + "\n"))
    return path


def card_of(network: LifterNetwork, figures: dict, provenance: str, parity: float) -> dict:
    statistics = {"inputMean": network.input_mean, "inputStd": network.input_std, "outputMean": network.output_mean,
                  "outputStd": network.output_std}
    measured = {"parity": f"{parity:.1e}"}
    for kind, figure in figures.items():
        measured |= {f"{key} {kind}": figure[key] for key in ("mpjpeMm", "paMpjpeMm", "meanPoseMpjpeMm", "sigmaMm")}
    return {
        "task": "lifter",
        "input": {"name": "joints2d", "type": "float32", "shape": [-1, 17, 3]},
        "outputs": [{"name": "joints3d", "shape": [-1, 17, 3]}, {"name": "sigma", "shape": [-1, 17]}],
        "batch": "dynamic", "decoder": "lifter-mlp", "decoderOptions": {"confident": 0.2}, "topology": "h36m17",
        "normalisation": {"insideGraph": True, **{name: [round(v, 5) for v in values.tolist()] for name, values in statistics.items()}},
        "licence": "Apache-2.0", "provenance": provenance, "terms": TERMS,
        "expect": "Root-relative metres in camera axes (x right, y down, z away) of a body whose hip-to-ankle length is 0.85 m: scale is the root "
                  "solver's business. sigma is the expected distance error in metres.",
        "measured": measured}


def cut_row(samples: Samples) -> int:
    """The first row whose ankles are both lost, as in a close-up."""
    lost = samples.confidence[:, [body_parts.L_ANKLE, body_parts.R_ANKLE]].max(axis=1) < 0.2
    return int(np.flatnonzero(lost)[0]) if lost.any() else 0


def golden_of(path: Path, rows: list[tuple[Samples, int]]) -> dict:
    """COCO-17 joints in image pixels (1280 x 720), the lifter's input from them, and the network's outputs."""
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    coco = np.stack([coco_pixels(samples.image[row], samples.confidence[row]) for samples, row in rows])
    joints2d = np.stack([samples.joints2d[row] for samples, row in rows])
    joints3d, sigma = session.run(["joints3d", "sigma"], {"joints2d": joints2d})
    values = {"coco17Pixels": coco, "joints2d": joints2d, "joints3d": joints3d, "sigma": sigma}
    return {"about": "COCO-17 pixels and confidence -> normalised Human3.6M-17 input -> outputs in metres; made with the network of this sha256",
            "sha256": json.loads(path.with_suffix(".json").read_text())["sha256"],
            **{name: np.round(array.astype(float), 6).tolist() for name, array in values.items()}}


def coco_pixels(image: np.ndarray, confidence: np.ndarray) -> np.ndarray:
    """Body joints (15, 2), pelvis at the origin, as COCO-17 (17, 3) pixels of a person 400 pixels large at (640, 360)."""
    scale = 400 / (image.max(axis=0) - image.min(axis=0)).max()
    pixels = np.column_stack([image * scale + np.float32([640, 360]), confidence])
    coco = np.stack([pixels[part] if part is not None else np.zeros(3) for part in _COCO])
    coco[1], coco[2] = (coco[0] + coco[3]) / 2, (coco[0] + coco[4]) / 2
    return coco
