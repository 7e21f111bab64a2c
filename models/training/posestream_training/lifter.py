"""Trains and exports the single-frame lifter: python -m posestream_training lifter --data DIR --work DIR --out DIR."""

import json
import math
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from . import checkpoint
from .lifter_data import TrainingData, validation_samples
from .lifter_evaluate import report
from .lifter_export import export_lifter
from .lifter_model import FoldedLifter, LifterNetwork, lifter_loss, unfold
from .mocap import list_clips, load_clips, split_clips
from .warm_start import weights_of

BATCH = 512
STEPS = 30_000
PEAK_RATE = 1e-3
WARM_UP_STEPS = 500
WEIGHT_DECAY = 1e-2
EMA_DECAY = 0.999
DROPOUT = 0.0  # every batch is new (bodies, cameras, noise); dropout only slowed a network that under-fits
CHECKPOINT_SECONDS = 60
REPORT_STEPS = 500
KINDS = ("exact", "exact-wild", "noisy")


@dataclass
class Run:
    """What changes while training."""

    network: LifterNetwork
    ema: LifterNetwork
    optimiser: torch.optim.Optimizer
    step: int = 0
    seconds: float = 0.0


def run(options) -> None:
    """Trains until --steps or --minutes end the schedule, then exports network, card and golden."""
    torch.set_num_threads(options.threads or torch.get_num_threads())
    clips = load_clips(options.data)
    training, validation = split_clips(clips)
    print("\n".join(list_clips(clips)), flush=True)
    data = TrainingData(training, options.seed)
    held_out = {kind: validation_samples(validation, kind) for kind in KINDS}
    state = start(data, options)
    train(state, data, held_out, options)
    mean_pose = state.ema.output_mean.numpy().reshape(17, 3)
    figures = evaluate(FoldedLifter(state.ema.eval()), held_out, mean_pose)
    path = export_lifter(state.ema, held_out, figures, provenance(options, state, training), options.out)
    print(f"lifter: {path} written\n" + json.dumps(figures, indent=1))


def start(data: TrainingData, options) -> Run:
    """A new run, or the one of the last checkpoint."""
    torch.manual_seed(options.seed)
    statistics = statistics_of(data)
    network, ema = LifterNetwork(statistics, DROPOUT), LifterNetwork(statistics, DROPOUT)
    if options.start:
        unfold(network, weights_of(options.start), torch.from_numpy(data.batch(2**31 - 1, 4096).joints2d))
    ema.load_state_dict(network.state_dict())
    optimiser = torch.optim.AdamW(network.parameters(), lr=PEAK_RATE, weight_decay=WEIGHT_DECAY, fused=True)
    state = Run(network, ema, optimiser)
    saved = checkpoint.load(checkpoint_path(options), network) if options.resume else None
    if saved is not None:
        ema.load_state_dict(saved["ema"])
        optimiser.load_state_dict(saved["optimiser"])
        state.step, state.seconds = saved["step"], saved["seconds"]
        print(f"lifter: resumed at step {state.step}", flush=True)
    return state


def statistics_of(data: TrainingData) -> dict[str, torch.Tensor]:
    """Mean and deviation of inputs and targets over 16 batches that training never sees; constants get deviation one."""
    samples = [data.batch(-1 - i + 2**31, 1024) for i in range(16)]
    result = {}
    for side, field in (("input", "joints2d"), ("output", "joints3d")):
        values = np.concatenate([getattr(s, field) for s in samples]).reshape(-1, 51)
        deviation = values.std(axis=0)
        result[f"{side}_mean"] = torch.from_numpy(values.mean(axis=0))
        result[f"{side}_std"] = torch.from_numpy(np.where(deviation < 1e-3, 1, deviation).astype(np.float32))
    return result


def train(state: Run, data: TrainingData, held_out: dict, options) -> None:
    """Runs the schedule to its end, with checkpoints and reports."""
    log, path = options.work / "lifter.log", checkpoint_path(options)
    path.parent.mkdir(parents=True, exist_ok=True)
    progress, last, errors = schedule(state, options), time.monotonic(), []
    saved = last
    if progress() >= 1:
        return  # nothing left to train: --steps 1 exports the last checkpoint as it is
    while progress() < 1:
        samples = data.batch(state.step, BATCH)
        errors.append(training_step(state, samples, progress()))
        now = time.monotonic()
        state.seconds, last = state.seconds + now - last, now
        if state.step % REPORT_STEPS == 0:
            write_report(log, state, float(torch.stack(errors).mean()), held_out)
            errors.clear()
        if now - saved > CHECKPOINT_SECONDS:
            save(path, state)
            saved = now
    save(path, state)


def schedule(state: Run, options):
    """A function that tells how far the schedule is, 0 to 1, by steps or by time, whichever is further."""
    steps = options.steps or STEPS
    seconds = 60 * options.minutes if options.minutes else math.inf
    return lambda: max(state.step / steps, state.seconds / seconds)


def training_step(state: Run, samples, progress: float) -> torch.Tensor:
    """One step with bfloat16 matrix products (twice as fast where the CPU has AVX512_BF16); returns the mean error in metres."""
    rate = PEAK_RATE * min(1, (state.step + 1) / WARM_UP_STEPS) * (0.002 + 0.998 * 0.5 * (1 + math.cos(math.pi * progress)))
    for group in state.optimiser.param_groups:
        group["lr"] = rate
    state.network.train()
    with torch.autocast("cpu", torch.bfloat16):
        joints, sigma = state.network(torch.from_numpy(samples.joints2d))
    loss, error = lifter_loss(joints, sigma, torch.from_numpy(samples.joints3d))
    state.optimiser.zero_grad(set_to_none=True)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(state.network.parameters(), 1.0)
    state.optimiser.step()
    state.step += 1
    update_ema(state)
    return error


def update_ema(state: Run) -> None:
    decay = min(EMA_DECAY, (1 + state.step) / (10 + state.step))
    with torch.no_grad():
        floats = [(e, n) for e, n in zip(state.ema.state_dict().values(), state.network.state_dict().values()) if e.is_floating_point()]
        torch._foreach_lerp_([e for e, _ in floats], [n for _, n in floats], 1 - decay)


def predict(network: torch.nn.Module, joints2d: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """joints3d (N, 17, 3) and sigma (N, 17) in metres, full precision."""
    network.eval()
    with torch.no_grad():
        parts = [network(torch.from_numpy(joints2d[i:i + 1024])) for i in range(0, len(joints2d), 1024)]
    return torch.cat([p[0] for p in parts]).numpy(), torch.cat([p[1] for p in parts]).numpy()


def evaluate(network: torch.nn.Module, held_out: dict, mean_pose: np.ndarray) -> dict:
    """The report of every kind of held-out samples, beside the mean pose (17, 3)."""
    return {kind: report(predict(network, samples.joints2d), samples, sources, mean_pose) for kind, (samples, sources) in held_out.items()}


def write_report(log: Path, state: Run, error: float, held_out: dict) -> None:
    figures = evaluate(state.ema, held_out, state.ema.output_mean.numpy().reshape(17, 3))
    line = {"step": state.step, "seconds": round(state.seconds), "trainingMm": round(error * 1000, 1)}
    line |= {kind: [figures[kind]["mpjpeMm"], figures[kind]["paMpjpeMm"]] for kind in figures}
    print("lifter:", json.dumps(line), flush=True)
    with open(log, "a", encoding="utf-8") as out:
        out.write(json.dumps(line) + "\n")


def save(path: Path, state: Run) -> None:
    checkpoint.save(path, state.network, ema=state.ema.state_dict(), optimiser=state.optimiser.state_dict(), step=state.step,
                    seconds=state.seconds)


def checkpoint_path(options) -> Path:
    return options.work / "lifter.pt"


def provenance(options, state: Run, training: list) -> str:
    sources = ", ".join(sorted({clip.source for clip in training}))
    return (f"{len(training)} motion-capture clips ({sources}) put on one skeleton with sampled human proportions, hip to ankle 0.85 m; random "
            f"cameras, image noise; `python -m posestream_training lifter`, seed {options.seed}, {state.step} steps of {BATCH} samples, "
            f"PyTorch {torch.__version__.split('+')[0]}, CPU bfloat16")
