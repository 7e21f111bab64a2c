"""The training loop of both lifters: bfloat16, AdamW, cosine, averaged weights, checkpoints, reports and their curve."""

import copy
import json
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from . import RecipeError, checkpoint, plot
from .interrupt import uninterrupted
from .lifter_data import Samples
from .warm_start import origin

WARM_UP_STEPS = 500
WEIGHT_DECAY = 1e-2
EMA_DECAY = 0.999
CHECKPOINT_SECONDS = 60
REPORT_SECONDS = 600


@dataclass(frozen=True)
class Recipe:
    """What the lifters do not share.

    make_batch gives the samples of a step, loss (training loss, error in metres) of network and samples, evaluate the figures of
    a network by kind of held-out samples.
    """

    name: str
    steps: int
    peak_rate: float
    make_batch: Callable[[int], Samples]
    loss: Callable[[torch.nn.Module, Samples], tuple[torch.Tensor, torch.Tensor]]
    evaluate: Callable[[torch.nn.Module], dict]


@dataclass
class Run:
    """What changes while training."""

    network: torch.nn.Module
    ema: torch.nn.Module
    optimiser: torch.optim.Optimizer
    step: int = 0
    seconds: float = 0.0


def start(recipe: Recipe, network: torch.nn.Module, options) -> Run:
    """A new run, or the one of the last checkpoint."""
    options.origin = origin(options.start)
    trained = [tensor for tensor in network.parameters() if tensor.requires_grad]
    optimiser = torch.optim.AdamW(trained, lr=recipe.peak_rate, weight_decay=WEIGHT_DECAY, fused=True)
    state = Run(network, copy.deepcopy(network), optimiser)
    saved = checkpoint.load(checkpoint_path(recipe, options), network) if options.resume else None
    if saved is not None:
        state.ema.load_state_dict(saved["ema"])
        checkpoint.load_optimiser(optimiser, saved["optimiser"])
        state.step, state.seconds = saved["step"], saved["seconds"]
        options.origin = saved.get("origin", options.origin)
        if saved.get("seed", options.seed) != options.seed:
            raise RecipeError(f"{checkpoint_path(recipe, options)} was trained with the seed {saved['seed']}; give --seed {saved['seed']}, "
                              "or start with --no-resume")
        print(f"{recipe.name}: resumed at step {state.step}", flush=True)
    return state


def train(recipe: Recipe, state: Run, options) -> None:
    """Runs the schedule to its end, with checkpoints and reports; an interrupt leaves a checkpoint of the very step."""
    path = checkpoint_path(recipe, options)
    path.parent.mkdir(parents=True, exist_ok=True)
    progress = schedule(recipe, state, options)
    if progress() >= 1:
        return  # nothing left to train: --steps 1 exports the last checkpoint as it is
    try:
        _train(recipe, state, progress, path, options)
    except KeyboardInterrupt:
        save(path, state, options)
        raise
    save(path, state, options)
    plot.draw(path.with_suffix(".log"), path.with_suffix(".png"))


def _train(recipe: Recipe, state: Run, progress: Callable[[], float], path: Path, options) -> None:
    saved = reported = last = time.monotonic()
    errors = []
    while progress() < 1:
        with uninterrupted():
            errors.append(training_step(recipe, state, progress()))
        now = time.monotonic()
        state.seconds, last = state.seconds + now - last, now
        if now - saved > CHECKPOINT_SECONDS:
            error = 1000 * float(torch.stack(errors).mean())
            if not math.isfinite(error):
                raise RecipeError(f"{recipe.name}: the error is no number any more at step {state.step}; {path} is older: give the same "
                                  "command again, or start with --no-resume")
            save(path, state, options)
            log(recipe, state, path, f"loss {error:.1f}")
            errors.clear()
            saved = now
        if now - reported > REPORT_SECONDS:
            log(recipe, state, path, summary(recipe.evaluate(state.ema.eval())))
            plot.draw(path.with_suffix(".log"), path.with_suffix(".png"))
            reported = last = time.monotonic()  # reports do not count as training


def schedule(recipe: Recipe, state: Run, options) -> Callable[[], float]:
    """A function that tells how far the schedule is, 0 to 1, by steps or by time, whichever is further."""
    steps = options.steps or recipe.steps
    seconds = 60 * options.minutes if options.minutes else math.inf
    return lambda: max(state.step / steps, state.seconds / seconds)


def training_step(recipe: Recipe, state: Run, progress: float) -> torch.Tensor:
    """One step with bfloat16 matrix products (twice as fast where the CPU has AVX512_BF16); returns the mean error in metres."""
    rate = recipe.peak_rate * min(1, (state.step + 1) / WARM_UP_STEPS) * (0.002 + 0.998 * 0.5 * (1 + math.cos(math.pi * progress)))
    for group in state.optimiser.param_groups:
        group["lr"] = rate
    state.network.train()
    loss, error = recipe.loss(state.network, recipe.make_batch(state.step))
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


def log(recipe: Recipe, state: Run, path: Path, text: str) -> None:
    """One line on the console and in the log; the loss is the training samples' mean error in millimetres."""
    line = f"{time.strftime('%H:%M:%S')} {recipe.name} step {state.step} seconds {state.seconds:.0f} {text}"
    print(line, flush=True)
    checkpoint.append_line(path.with_suffix(".log"), line)


def summary(figures: dict) -> str:
    """The main figures of every kind of held-out samples."""
    return json.dumps({kind: {key: value for key, value in figure.items() if key in ("mpjpeMm", "paMpjpeMm", "accelerationMm")}
                       for kind, figure in figures.items()})


def save(path: Path, state: Run, options) -> None:
    checkpoint.save(path, state.network, ema=state.ema.state_dict(), optimiser=state.optimiser.state_dict(), step=state.step,
                    seconds=state.seconds, seed=options.seed, origin=options.origin)


def checkpoint_path(recipe: Recipe, options) -> Path:
    return options.work / f"{recipe.name}.pt"


def statistics_of(batches: list[Samples]) -> dict[str, torch.Tensor]:
    """Mean and deviation of inputs and targets; constants get deviation one."""
    result = {}
    for side, field in (("input", "joints2d"), ("output", "joints3d")):
        values = np.concatenate([getattr(s, field) for s in batches]).reshape(-1, 51)
        deviation = values.std(axis=0)
        result[f"{side}_mean"] = torch.from_numpy(values.mean(axis=0))
        result[f"{side}_std"] = torch.from_numpy(np.where(deviation < 1e-3, 1, deviation).astype(np.float32))
    return result
