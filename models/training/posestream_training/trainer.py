"""The training loop of the image networks: Muon and AdamW, warm-up and cosine, averaged weights, growing size.

Everything random of a step is drawn from a generator seeded by (seed, step), so a resumed run sees the data that the
uninterrupted one would have seen.
"""

import copy
import math
import threading
import time
from dataclasses import dataclass
from typing import Callable

import cv2
import numpy as np
import torch

from . import RecipeError, checkpoint, plot, warm_start
from .interrupt import uninterrupted
from .layers import ConvNorm
from .muon import Muon
from .team import Team

CHECKPOINT_SECONDS = 180
WARM_UP_STEPS = 200
AVERAGE_DECAY = 0.998
WEIGHT_DECAY = 0.02
LARGEST_GRADIENT = 10.0


@dataclass(frozen=True)
class Stage:
    """Part of the schedule that ends at the fraction `until`; size is the recipe's own notion of input size."""
    until: float
    size: tuple
    batch: int


@dataclass(frozen=True)
class Recipe:
    """name: of files; make_batch(generator, stage) gives a tuple of arrays; loss(model, tensors) a scalar;
    finish(averaged model, state) evaluates and exports, called every evaluate_minutes and at the end."""
    name: str
    model: torch.nn.Module
    stages: tuple
    steps: int
    rate: float
    make_batch: Callable
    loss: Callable
    finish: Callable
    evaluate_minutes: float = 10.0


class Progress:
    """Position in the schedule: by steps, or by training time if minutes are given and run out first."""

    def __init__(self, steps, minutes):
        self.steps, self.minutes = steps, minutes
        self.step, self.seconds = 0, 0.0

    def fraction(self, step=None):
        """How far the schedule is, 0 to 1, now or at a step; the other thread may move on meanwhile."""
        by_steps = (self.step if step is None else step) / self.steps
        return min(1.0, max(by_steps, self.seconds / 60 / self.minutes if self.minutes else 0.0))

    def rate(self, full):
        cosine = 0.5 * (1 + math.cos(math.pi * self.fraction()))
        return full * min(1.0, (self.step + 1) / WARM_UP_STEPS) * (0.005 + 0.995 * cosine)


def stage_at(stages, fraction):
    return next((stage for stage in stages if fraction < stage.until), stages[-1])


class Batches:
    """Prepares the next batches in threads, in step order."""

    def __init__(self, recipe, seed, progress, threads=2):
        self.recipe, self.seed, self.progress = recipe, list(seed), progress
        self.slots = {}
        self.next, self.ready = progress.step, threading.Condition()
        self.limit = progress.step + 4
        for _ in range(threads):
            threading.Thread(target=self._work, daemon=True).start()

    def _work(self):
        while True:
            with self.ready:
                while self.next >= self.limit:
                    self.ready.wait()
                step, self.next = self.next, self.next + 1
            stage = stage_at(self.recipe.stages, self.progress.fraction(step))
            try:
                batch = self.recipe.make_batch(np.random.default_rng([*self.seed, step]), stage)
            except Exception as error:
                batch = error
            with self.ready:
                self.slots[step] = batch
                self.ready.notify_all()

    def take(self, step):
        with self.ready:
            while step not in self.slots:
                self.ready.wait()
            self.limit = step + 5
            self.ready.notify_all()
            batch = self.slots.pop(step)
        if isinstance(batch, Exception):
            raise batch
        return batch


class Trainer:
    def __init__(self, recipe, options):
        self.recipe, self.options, self.team = recipe, options, Team()
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        torch.set_num_threads(options.threads or torch.get_num_threads())
        torch.manual_seed(options.seed)
        cv2.setNumThreads(1)
        self.model = recipe.model.to(self.device, memory_format=torch.channels_last)
        self.average = copy.deepcopy(self.model).eval()
        self.trained = [tensor for tensor in self.model.parameters() if tensor.requires_grad]
        self.optimisers = optimisers_of(self.model, recipe.rate)
        self.progress = Progress(options.steps or recipe.steps, options.minutes)
        self.path = options.work / f"{recipe.name}.checkpoint"
        self.log_path = options.work / f"{recipe.name}.log"
        options.work.mkdir(parents=True, exist_ok=True)
        options.origin = warm_start.origin(options.start)
        if not (options.resume and self.restore()) and options.start:
            self.start_from(options.start)

    def start_from(self, path):
        """Begins with the weights of an exported network."""
        warm_start.load(self.model, path, (torch.from_numpy(self.recipe.make_batch(
            np.random.default_rng([self.options.seed, 1 << 30, index]), self.recipe.stages[-1])[0]).to(self.device)
            for index in range(warm_start.BATCHES)))
        self.average.load_state_dict(self.model.state_dict())
        self.log(f"starts with the weights of {path}")

    def restore(self):
        """Goes on from the checkpoint; false where there is none."""
        state = checkpoint.load(self.path, self.model)
        if state is None:
            return False
        self.average.load_state_dict(state["average"])
        for optimiser, saved in zip(self.optimisers, state["optimisers"]):
            checkpoint.load_optimiser(optimiser, saved)
        self.progress.step, self.progress.seconds = state["step"], state["seconds"]
        if state["seed"] != self.options.seed:
            self.log(f"going on with the checkpoint's seed {state['seed']}")
            self.options.seed = state["seed"]
        self.options.origin = state.get("origin", self.options.origin)
        self.log(f"resumed at step {self.progress.step}")
        return True

    def save(self):
        if self.team.rank:
            return
        checkpoint.save(self.path, self.model, average=self.average.state_dict(), seed=self.options.seed,
                        origin=self.options.origin, optimisers=[optimiser.state_dict() for optimiser in self.optimisers],
                        step=self.progress.step, seconds=self.progress.seconds)

    def log(self, text):
        if self.team.rank:
            return
        line = f"{time.strftime('%H:%M:%S')} {self.recipe.name} {text}"
        print(line, flush=True)
        checkpoint.append_line(self.log_path, line)

    def step(self, batch):
        tensors = [torch.from_numpy(array).to(self.device) for array in batch]
        rate = self.progress.rate(self.recipe.rate)
        for optimiser in self.optimisers:
            optimiser.zero_grad(set_to_none=True)
            for group in optimiser.param_groups:
                group["lr"] = rate
        with torch.autocast(self.device.type, torch.bfloat16):
            loss = self.recipe.loss(self.model, tensors)
        loss.backward()
        self.progress.seconds = self.team.share(self.trained, self.progress.seconds)
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), LARGEST_GRADIENT)
        for optimiser in self.optimisers:
            optimiser.step()
        self.progress.step += 1
        self.update_average()
        return float(loss.detach()), rate

    def update_average(self):
        step = self.progress.step
        decay = min(AVERAGE_DECAY, (1 + step) / (10 + step))
        with torch.no_grad():
            averaged, current = self.average.state_dict(), self.model.state_dict()
            floats = [name for name in averaged if averaged[name].is_floating_point()]
            torch._foreach_lerp_([averaged[name] for name in floats], [current[name] for name in floats], 1 - decay)

    def finish(self):
        if self.team.rank:
            return
        plot.draw(self.log_path, self.log_path.with_suffix(".png"))
        self.recipe.finish(copy.deepcopy(self.average).cpu(), self)

    def run(self):
        """Trains to the end of the schedule; an interrupt leaves a checkpoint of the very step."""
        try:
            self.train()
        except KeyboardInterrupt:
            self.save()
            raise
        self.save()
        self.finish()

    def train(self):
        seed = [self.options.seed] + [self.team.rank] * (self.team.rank > 0)
        batches = Batches(self.recipe, seed, self.progress)
        saved = evaluated = logged = last = time.time()
        losses = []
        self.model.train()
        while self.progress.fraction() < 1.0:
            batch = batches.take(self.progress.step)
            with uninterrupted():
                loss, rate = self.step(batch)
            if not math.isfinite(loss):
                raise RecipeError(f"{self.recipe.name}: the loss is no number any more at step {self.progress.step}; the "
                                  f"checkpoint {self.path} is older: give the same command again, or start with --no-resume")
            losses.append(loss)
            now = time.time()
            self.progress.seconds += now - last
            last = now
            if now - logged > 20:
                stage = stage_at(self.recipe.stages, self.progress.fraction())
                speed = len(losses) * stage.batch * self.team.size / (now - logged)
                self.log(f"step {self.progress.step} size {stage.size} loss {np.mean(losses):.5f} rate {rate:.2e} "
                         f"{speed:.0f}/s done {self.progress.fraction():.3f}")
                losses, logged = [], now
            if now - saved > CHECKPOINT_SECONDS:
                self.save()
                saved = now
            if now - evaluated > self.recipe.evaluate_minutes * 60:
                self.finish()
                last = evaluated = time.time()


def optimisers_of(model, rate):
    """Muon for the kernels inside, AdamW for the first layer, the heads, scales and shifts; decay for kernels only."""
    first = next(model.parameters())
    inside = [module.conv.weight for module in model.modules() if isinstance(module, ConvNorm)
              and module.conv.weight is not first]
    taken = {id(tensor) for tensor in inside}
    others = [tensor for tensor in model.parameters() if id(tensor) not in taken]
    return [Muon(inside, rate, WEIGHT_DECAY), torch.optim.AdamW(others, lr=rate, weight_decay=0.0)]
