"""Trains a recipe a few steps on made data, in a process that kills itself where the test wants it to."""

import argparse
import contextlib
import io
import os
import signal
import sys
from pathlib import Path

import numpy as np
import torch

from posestream_training import lifter, lifter_loop, smoke, trainer

STEPS = 8
# exit code of a training that was asked to end
ASKED = 130


def train(recipe: str, folder: str, losses: str, death: tuple) -> None:
    """Runs the recipe ("detector", "pose" or "lifter") in the folder, resuming where there is a checkpoint.

    death: (kind, count), which kills the process at the count-th such moment: "step", after the step and before its
    checkpoint; "writing", with half a checkpoint written; "renaming", with a whole one under its temporary name; "asked",
    politely, before the averaged weights have followed the others; None never.
    The loss of every step is appended to the file losses.
    """
    torch.set_num_threads(1)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    die_at(*death)
    options = argparse.Namespace(data=Path(folder) / "data", work=Path(folder) / recipe, out=Path(folder) / recipe / "out", seed=1,
                                 steps=STEPS, minutes=None, threads=1, resume=True, start=None)
    with contextlib.redirect_stdout(io.StringIO()):
        try:
            (train_lifter if recipe == "lifter" else train_image_network)(recipe, options, losses, death)
        except KeyboardInterrupt:
            sys.exit(ASKED)


def train_image_network(recipe: str, options: argparse.Namespace, losses: str, death: tuple) -> None:
    trainer.CHECKPOINT_SECONDS = -1
    name, model, _, make_batch, loss, _ = smoke_parts(recipe)
    sizes = ((64,), (96,)) if recipe == "detector" else ((64, 96), (96, 128))
    stages = tuple(trainer.Stage(until, size, 3) for until, size in zip((0.5, 1.0), sizes))
    plain, killer = trainer.Trainer.step, Killer("step", death)

    def step(self, batch):
        result = plain(self, batch)
        record(losses, self.progress.step, result[0])
        killer()
        return result

    trainer.Trainer.step = step
    trainer.Trainer.update_average = after(Killer("asked", death), trainer.Trainer.update_average)
    trainer.Trainer(trainer.Recipe(name, model, stages, STEPS, 1e-3, make_batch, loss, lambda *_: None), options).run()


def smoke_parts(recipe: str) -> tuple:
    torch.manual_seed(1)  # the weights that the network begins with
    return getattr(smoke, f"{recipe}_recipe")(np.random.default_rng(1))


def train_lifter(_, options: argparse.Namespace, losses: str, death: tuple) -> None:
    lifter_loop.CHECKPOINT_SECONDS, lifter.BATCH = -1, 16
    plain, killer = lifter_loop.training_step, Killer("step", death)

    def step(recipe, state, *arguments):
        error = plain(recipe, state, *arguments)
        record(losses, state.step, float(error))
        killer()
        return error

    lifter_loop.training_step = step
    lifter_loop.update_ema = after(Killer("asked", death), lifter_loop.update_ema)
    lifter.run(options)


def record(path: str, step: int, loss: float) -> None:
    with open(path, "a", encoding="utf-8") as file:
        file.write(f"{step} {loss.hex()}\n")


def after(killer: "Killer", function):
    def both(*arguments):
        killer()
        return function(*arguments)

    return both


class Killer:
    """Kills the process when it is called for the count-th time and of the right kind: at once, but for "asked"."""

    def __init__(self, kind: str, death: tuple):
        self.signal = signal.SIGTERM if kind == "asked" else signal.SIGKILL
        self.left = death[1] if death[0] == kind else 0

    def __call__(self, *_):
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), self.signal)


def die_at(kind: str | None, count: int) -> None:
    if kind == "renaming":
        os.replace = after(Killer(kind, (kind, count)), os.replace)
    if kind == "writing":
        killer, write = Killer(kind, (kind, count)), Path.write_bytes

        def half(path, content):
            write(path, content[:len(content) // 2])
            killer()
            return write(path, content)

        Path.write_bytes = half
