"""Trains and exports the temporal lifter: python -m posestream_training temporal --data DIR --work DIR --out DIR."""

import json
from pathlib import Path

import numpy as np
import onnxruntime
import torch

from . import RecipeError, lifter_export, lifter_loop
from .lifter_data import Samples, TrainingData
from .lifter_evaluate import acceleration_error, report
from .lifter_loop import Recipe
from .mocap import Clip, list_clips, load_clips, split_clips
from .temporal_data import KINDS, Sequences, validation_sequences
from .temporal_export import export_temporal
from .temporal_model import TemporalNetwork, averaged_with_mirror, load_weights, on_single, temporal_loss

PEOPLE, FRAMES = 40, 36  # of a batch
STEPS = 20_000
PEAK_RATE = 1e-3
EMBEDDED = Path(__file__).parents[2] / "src/main/resources/org/posestream/models"


def run(options) -> None:
    """Trains until --steps or --minutes end the schedule, then exports network, card and golden."""
    torch.set_num_threads(options.threads or torch.get_num_threads())
    torch.manual_seed(options.seed)
    clips = load_clips(options.data)
    training, validation = split_clips(clips)
    print("\n".join(list_clips(clips)), flush=True)
    data = TrainingData(training, options.seed, FRAMES)
    held_out = {kind: validation_sequences(validation, kind) for kind in KINDS}
    network = on_single(single_lifter(options.out))
    if options.start:
        load_weights(network, options.start)
    recipe = Recipe("temporal", STEPS, PEAK_RATE, lambda step: data.batch(step, PEOPLE), loss, lambda ema: evaluate(ema, held_out))
    state = lifter_loop.start(recipe, network, options)
    lifter_loop.train(recipe, state, options)
    figures = final_figures(state.ema.eval(), validation, options.out)
    path = export_temporal(state.ema, held_out, figures, provenance(options, state, training), options.out)
    print(f"temporal: {path} written\n" + json.dumps(figures, indent=1))


def loss(network: TemporalNetwork, samples: Samples) -> tuple[torch.Tensor, torch.Tensor]:
    joints2d, joints3d = (torch.from_numpy(values.reshape(-1, FRAMES, 17, 3)) for values in (samples.joints2d, samples.joints3d))
    with torch.autocast("cpu", torch.bfloat16):
        joints, sigma = network(joints2d)
    return temporal_loss(joints, sigma, joints3d)


def predict(network: TemporalNetwork, joints2d: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """joints3d (N, T, 17, 3) and sigma (N, T, 17) in metres, full precision, as the shipped graph gives them."""
    with torch.no_grad():
        parts = [averaged_with_mirror(network, torch.from_numpy(joints2d[i:i + 16])) for i in range(0, len(joints2d), 16)]
    return torch.cat([p[0] for p in parts]).numpy(), torch.cat([p[1] for p in parts]).numpy()


def evaluate(network: TemporalNetwork, held_out: dict[str, Sequences]) -> dict:
    """The report of every kind of held-out sequences."""
    return {kind: report_sequences(predict(network, sequences.joints2d), sequences) for kind, sequences in held_out.items()}


def report_sequences(prediction: tuple[np.ndarray, np.ndarray], sequences: Sequences) -> dict:
    """The report of single frames over all valid ones, and the acceleration error."""
    valid, samples = sequences.valid, sequences.samples
    kept = Samples(*(getattr(samples, name)[valid.ravel()] for name in ("joints2d", "joints3d", "image", "confidence")))
    frames = prediction[0][valid], prediction[1][valid]
    sources = np.broadcast_to(sequences.sources[:, None], valid.shape)[valid]
    return {"accelerationMm": acceleration_error(prediction[0], sequences.joints3d, valid), **report(frames, kept, sources)}


def final_figures(network: TemporalNetwork, validation: list[Clip], out: Path) -> dict:
    """The reports with two cameras a piece, and beside them those of the single-frame lifter in out, or else the embedded one."""
    single, result = single_lifter(out), {}
    for kind in KINDS:
        sequences = validation_sequences(validation, kind, 2)
        result[kind] = report_sequences(predict(network, sequences.joints2d), sequences)
        beside = report_sequences(predict_single(single, sequences), sequences)
        result[kind]["singleFrames"] = {key: beside[key] for key in ("mpjpeMm", "paMpjpeMm", "accelerationMm")}
    return result


def single_lifter(out: Path) -> Path:
    """The single-frame lifter that the temporal one stands on: the one in the folder out, or else the embedded one."""
    for folder in (Path(out), EMBEDDED):
        if (path := folder / f"{lifter_export.NAME}.onnx").is_file():
            return path
    raise RecipeError(f"{lifter_export.NAME}.onnx is neither in {out} nor in {EMBEDDED}; train the lifter first")


def predict_single(path: Path, sequences: Sequences) -> tuple[np.ndarray, np.ndarray]:
    """What a single-frame lifter makes of the same frames."""
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    joints3d, sigma = session.run(["joints3d", "sigma"], {"joints2d": sequences.samples.joints2d})
    return joints3d.reshape(*sequences.valid.shape, 17, 3), sigma.reshape(*sequences.valid.shape, 17)


def provenance(options, state: lifter_loop.Run, training: list[Clip]) -> str:
    sources = ", ".join(sorted({clip.source for clip in training}))
    return (f"{len(training)} motion-capture clips ({sources}) put on one skeleton with sampled human proportions, hip to ankle 0.85 m; random "
            f"cameras, image noise that lasts; `python -m posestream_training temporal`, seed {options.seed}, {state.step} steps of {PEOPLE} "
            f"sequences of {FRAMES} frames{options.origin}, PyTorch {torch.__version__.split('+')[0]}, CPU bfloat16")
