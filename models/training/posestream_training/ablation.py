"""Trains variants from scratch, alike but for one thing, and prints them side by side: python -m posestream_training
ablation heads."""

import json
import time
from pathlib import Path

import numpy as np
import torch

from . import compare, export, pose, pose_data, pose_eval
from .checkpoint import save_atomically
from .layers import folded
from .pose_head import HEADS
from .pose_net import HEIGHT, WIDTH
from .trainer import Recipe, Stage, Trainer

COMMAND, CROP, BATCH = "pose-light", (96, 128), 32
# about ten minutes a head on one core
STEPS = 4000


def heads(options):
    """Heatmaps and SimCC on the light encoder: the same crops of 96x128 in the same order, the same number of steps."""
    maker, _ = pose_data.load(options, validation=False)
    validation = pose_eval.Validation(*pose_data.load(options, validation=True), size=CROP)
    return {head: {**head_figures(head, options, maker, validation), **cost(head, options)} for head in HEADS}


def head_figures(head, options, maker, validation):
    figures = {}

    def finish(model, trainer):
        figures.update(validation.evaluate(model), steps=trainer.progress.step,
                       minutes=round(trainer.progress.seconds / 60, 1))
        trainer.log(f"validation {figures}")

    Trainer(Recipe(f"ablation-{head}", pose.network(COMMAND, head, CROP), (Stage(1.0, CROP, BATCH),), STEPS, pose.RATE,
                   lambda rng, stage: pose_data.batch_of(maker, rng, stage.size, stage.batch),
                   lambda model, batch: HEADS[head].loss(model, *batch), finish, float("inf")), options).run()
    return figures


def cost(head, options):
    """Operations, and the processor's time for one crop, of the head's network at the full crop size, untrained."""
    model = folded(pose.network(COMMAND, head))
    example = (torch.randint(0, 256, (2, HEIGHT, WIDTH, 3), dtype=torch.uint8),)
    path = options.work / f"ablation-{head}.onnx"
    export.export_network(model, example, ["image"], [*HEADS[head].outputs, "presence"], path)
    network, crop = compare.Exported(path), torch.from_numpy(np.zeros((1, HEIGHT, WIDTH, 3), np.uint8))
    return {"full size gflop": round(export.gigaflops(model, example), 3),
            "full size cpu ms": cpu_milliseconds(lambda: network(crop))}


def cpu_milliseconds(action, repeats=100):
    """Median processor time of one call: hours lie between two heads, and the machine may be busier for one of them."""
    times = []
    for _ in range(repeats):
        start = time.process_time()
        action()
        times.append((time.process_time() - start) * 1e3)
    return round(float(np.median(times)), 2)


def run(options):
    result = {"heads": heads}[options.subject](options)
    compare.print_table(result)
    text = json.dumps(result, indent=2) + "\n"
    save_atomically(options.work / f"ablation-{options.subject}.json", lambda temporary: Path(temporary).write_text(text))
