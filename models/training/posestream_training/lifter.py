"""Trains and exports the single-frame lifter: python -m posestream_training lifter --data DIR --work DIR --out DIR."""

import json

import numpy as np
import torch

from . import lifter_loop
from .export import round_to_stored
from .lifter_data import Samples, TrainingData, validation_samples
from .lifter_evaluate import report
from .lifter_export import export_lifter
from .lifter_loop import Recipe
from .lifter_model import FoldedLifter, LifterNetwork, lifter_loss, unfold
from .mocap import list_clips, load_clips, split_clips
from .warm_start import weights_of

BATCH = 1024
STEPS = 30_000
PEAK_RATE = 6e-4
DROPOUT = 0.0  # every batch is new (bodies, cameras, noise); dropout only slowed a network that under-fits
KINDS = ("exact", "exact-wild", "noisy")


def run(options) -> None:
    """Trains until --steps or --minutes end the schedule, then exports network, card and golden."""
    torch.set_num_threads(options.threads or torch.get_num_threads())
    torch.manual_seed(options.seed)
    clips = load_clips(options.data)
    training, validation = split_clips(clips)
    print("\n".join(list_clips(clips)), flush=True)
    data = TrainingData(training, options.seed)
    held_out = {kind: validation_samples(validation, kind) for kind in KINDS}
    network = LifterNetwork(lifter_loop.statistics_of([data.batch(-1 - i + 2**31, 1024) for i in range(16)]), DROPOUT)
    if options.start:
        unfold(network, weights_of(options.start), torch.from_numpy(data.batch(2**31 - 1, 4096).joints2d))
    recipe = Recipe("lifter", STEPS, PEAK_RATE, lambda step: data.batch(step, BATCH), loss, lambda ema: evaluate(ema, held_out))
    state = lifter_loop.start(recipe, network, options)
    lifter_loop.train(recipe, state, options)
    figures = evaluate(round_to_stored(FoldedLifter(state.ema.eval())), held_out)
    path = export_lifter(state.ema, held_out, figures, provenance(options, state, training), options.out)
    print(f"lifter: {path} written\n" + json.dumps(figures, indent=1))


def loss(network: LifterNetwork, samples: Samples) -> tuple[torch.Tensor, torch.Tensor]:
    with torch.autocast("cpu", torch.bfloat16):
        joints, sigma = network(torch.from_numpy(samples.joints2d))
    return lifter_loss(joints, sigma, torch.from_numpy(samples.joints3d))


def predict(network: torch.nn.Module, joints2d: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """joints3d (N, 17, 3) and sigma (N, 17) in metres, full precision."""
    network.eval()
    with torch.no_grad():
        parts = [network(torch.from_numpy(joints2d[i:i + 1024])) for i in range(0, len(joints2d), 1024)]
    return torch.cat([p[0] for p in parts]).numpy(), torch.cat([p[1] for p in parts]).numpy()


def evaluate(network: torch.nn.Module, held_out: dict) -> dict:
    """The report of every kind of held-out samples."""
    return {kind: report(predict(network, samples.joints2d), samples, sources) for kind, (samples, sources) in held_out.items()}


def provenance(options, state: lifter_loop.Run, training: list) -> str:
    sources = ", ".join(sorted({clip.source for clip in training}))
    return (f"{len(training)} motion-capture clips ({sources}) put on one skeleton with sampled human proportions, hip to ankle 0.85 m; random "
            f"cameras, image noise; `python -m posestream_training lifter`, seed {options.seed}, {state.step} steps of {BATCH} samples{options.origin}, "
            f"PyTorch {torch.__version__.split('+')[0]}, CPU bfloat16")
