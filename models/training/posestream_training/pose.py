"""Recipe of the 2D networks: python -m posestream_training pose|pose-light --data DIR --work DIR --out DIR."""

from dataclasses import dataclass

import torch
from torch import nn

from . import export, pose_data, pose_eval
from .layers import folded
from .pose_net import HEIGHT, JOINTS, SIGMA, STRIDE, WIDTH, PoseNet
from .trainer import Recipe, Stage, Trainer

NAME = "posestream-pose"
LIGHT_NAME = "posestream-pose-light"


@dataclass(frozen=True)
class Size:
    """What differs between the two networks; the rest is the arguments of PoseNet."""
    name: str
    widths: tuple
    neck: int
    last: int

    def network(self):
        return PoseNet(self.widths, self.neck, self.last)


# Multiples of 16 fill AVX-512 registers. Measured at one thread: 7.6 and 3.4 ms in ONNX Runtime, 230 and 375 crops of
# 96x128 a second in training.
SIZES = {"pose": Size(NAME, (16, 24, 64, 128, 192), 64, 48), "pose-light": Size(LIGHT_NAME, (16, 16, 48, 80, 128), 48, 32)}

STAGES = (Stage(0.40, (96, 128), 32), Stage(0.70, (128, 160), 32), Stage(1.0, (WIDTH, HEIGHT), 32))
STEPS = 8067
RATE = 1.5e-3
PRESENCE_WEIGHT = 0.1
TERMS = ("people of Leeds Sports Pose Extended (Johnson and Everingham 2011, research use customary), CCP (Clothing "
         "Co-Parsing, repository Apache-2.0, photo rights not stated) and HMDB/JHMDB stills (CC BY 4.0: Kuehne, Jhuang, "
         "Garrote, Poggio, Serre), empty scenes of Poly Haven (CC0); joints of ccp and hmdb and the faces of lspet by "
         "consensus of MoveNet Lightning, BlazePose lite and BlazePose full (Google), all Apache-2.0")


def target_heatmaps(joints, height, width):
    """Gaussians (n, 17, h, w) round joints in heatmap pixels; joints far outside leave a map of zeros."""
    sigma = max(1.25, SIGMA * height * STRIDE / HEIGHT)
    columns = torch.arange(width, device=joints.device)
    rows = torch.arange(height, device=joints.device)
    x = torch.exp(-(columns - joints[..., 0:1]) ** 2 / (2 * sigma ** 2))
    y = torch.exp(-(rows - joints[..., 1:2]) ** 2 / (2 * sigma ** 2))
    return y[..., :, None] * x[..., None, :], 2 * torch.pi * sigma ** 2


def pose_loss(model, crops, joints, present):
    """Cross-entropy of every heatmap pixel, weighted by the joint's trust, and of presence."""
    logits, presence = model.raw(crops)
    target, area = target_heatmaps(joints, *logits.shape[2:])
    binary = nn.functional.binary_cross_entropy_with_logits(logits, target, reduction="none").sum((2, 3)) / area
    weight = joints[..., 2]
    heatmaps = (binary * weight).sum() / weight.sum().clamp(min=1.0)
    return heatmaps + PRESENCE_WEIGHT * nn.functional.binary_cross_entropy_with_logits(presence, present)


def card(command, options, steps, measured):
    return {
        "name": SIZES[command].name, "task": "pose2d",
        "input": {"name": "image", "width": WIDTH, "height": HEIGHT, "layout": "NHWC", "type": "uint8",
                  "colorOrder": "BGR", "mean": [0, 0, 0], "std": [1, 1, 1], "fit": "crop", "padValue": 0,
                  "cropPadding": pose_data.CROP_PADDING},
        "outputs": [{"name": "heatmaps", "shape": [-1, JOINTS, HEIGHT // STRIDE, WIDTH // STRIDE]},
                    {"name": "presence", "shape": [-1, 1]}],
        "batch": "dynamic", "decoder": "heatmap-dark",
        "topology": "coco17", "licence": "Apache-2.0",
        "provenance": f"python -m posestream_training {command} --seed {options.seed} --steps {steps} (resumed runs, see models/training/README.md); {TERMS}",
        "measured": measured,
    }


def export_pose(command, model, options, steps, measured):
    """Writes network and card to the output folder; returns the difference to PyTorch."""
    model = folded(model)
    example = (torch.randint(0, 256, (3, HEIGHT, WIDTH, 3), dtype=torch.uint8),)
    path = options.out / f"{SIZES[command].name}.onnx"
    difference = export.export_network(model, example, ["image"], ["heatmaps", "presence"], path)
    export.write_card(path, model, example, card(command, options, steps, measured))
    return difference


def run(options):
    train("pose", options)


def run_light(options):
    train("pose-light", options)


def train(command, options):
    size = SIZES[command]
    maker, _ = pose_data.load(options, validation=False)
    validation = pose_eval.Validation(*pose_data.load(options, validation=True))

    def finish(model, trainer):
        measured = validation.evaluate(model)
        trainer.log(f"validation {measured}")
        difference = export_pose(command, model, options, trainer.progress.step, measured)
        trainer.log(f"exported {options.out / size.name}.onnx, parity {difference:.1e}")

    Trainer(Recipe(size.name, size.network(), STAGES, STEPS, RATE,
                   lambda rng, stage: pose_data.batch_of(maker, rng, stage.size, stage.batch),
                   lambda model, batch: pose_loss(model, *batch), finish, 25.0), options).run()
