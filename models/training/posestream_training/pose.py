"""Recipe of the 2D networks: python -m posestream_training pose|pose-light --data DIR --work DIR --out DIR."""

from dataclasses import dataclass

import torch

from . import calibration, export, pose_data, pose_eval, synthetic
from .layers import folded
from .pose_head import HEADS
from .pose_net import HEIGHT, WIDTH
from .pose_teacher import Teacher
from .trainer import Recipe, Stage, Trainer

NAME = "posestream-pose"
LIGHT_NAME = "posestream-pose-light"


@dataclass(frozen=True)
class Size:
    """What differs between the two networks: the name and the channels, see PoseNet."""
    name: str
    widths: tuple
    neck: int
    last: int


# Multiples of 16 fill AVX-512 registers. Measured at one thread: 7.6 and 3.4 ms in ONNX Runtime, 230 and 375 crops of
# 96x128 a second in training.
SIZES = {"pose": Size(NAME, (16, 24, 64, 128, 192), 64, 48), "pose-light": Size(LIGHT_NAME, (16, 16, 48, 80, 128), 48, 32)}

STAGES = (Stage(0.25, (96, 128), 64), Stage(0.60, (128, 160), 48), Stage(1.0, (WIDTH, HEIGHT), 32))
STEPS = 40_000
RATE = 2e-3
TERMS = ("people of Leeds Sports Pose Extended (Johnson and Everingham 2011, research use customary), CCP (Clothing "
         "Co-Parsing, repository Apache-2.0, photo rights not stated) and HMDB/JHMDB stills (CC BY 4.0: Kuehne, Jhuang, "
         "Garrote, Poggio, Serre), empty scenes of Poly Haven (CC0); joints of ccp and hmdb and the faces of lspet by "
         "consensus of MoveNet Lightning, BlazePose lite and BlazePose full (Google), all Apache-2.0")


def network(command, head, crop=(WIDTH, HEIGHT)):
    """The network of a command (a key of SIZES) with a head (a key of HEADS), for crops of (width, height)."""
    return HEADS[head].network(SIZES[command], crop)


def card(command, options, steps, measured, numbers):
    head = HEADS[options.head]
    return {
        "name": SIZES[command].name, "task": "pose2d",
        "input": {"name": "image", "width": WIDTH, "height": HEIGHT, "layout": "NHWC", "type": "uint8",
                  "colorOrder": "BGR", "mean": [0, 0, 0], "std": [1, 1, 1], "fit": "crop", "padValue": 0,
                  "cropPadding": pose_data.CROP_PADDING},
        "outputs": [{"name": name, "shape": shape} for name, shape in {**head.outputs, "presence": [-1, 1]}.items()],
        "batch": "dynamic", **head.decoder,
        "topology": "coco17", "confidenceCalibration": calibration.card_section(numbers), "licence": "Apache-2.0",
        "provenance": f"python -m posestream_training {command} --head {options.head} --seed {options.seed} --steps {steps}{options.origin} (resumed runs, see models/training/README.md); {TERMS}{synthetic.terms(options)}",
        "measured": measured,
    }


def export_pose(command, model, options, steps, measured, numbers=calibration.NONE):
    """Writes network and card to the output folder; returns the difference to PyTorch."""
    model = folded(model)
    example = (torch.randint(0, 256, (3, HEIGHT, WIDTH, 3), dtype=torch.uint8),)
    path = options.out / f"{SIZES[command].name}.onnx"
    names = [*HEADS[options.head].outputs, "presence"]
    difference = export.export_network(model, example, ["image"], names, path)
    export.write_card(path, model, example, card(command, options, steps, measured, numbers))
    return difference


def run(options):
    train("pose", options)


def run_light(options):
    train("pose-light", options)


def train(command, options):
    size, head = SIZES[command], HEADS[options.head]
    teacher = Teacher(options.teacher, options) if options.teacher else None
    maker, _ = pose_data.load(options, validation=False)
    validation = pose_eval.Validation(*pose_data.load(options, validation=True))

    def make_batch(rng, stage):
        batch = pose_data.batch_of(maker, rng, stage.size, stage.batch)
        return teacher.teach(batch) if teacher else batch

    def finish(model, trainer):
        found, present = validation.find(model)
        numbers, errors = calibration.calibrate(model, validation, found)
        measured = {**validation.measure(model, found, present), **errors}
        trainer.log(f"validation {measured}")
        difference = export_pose(command, model, options, trainer.progress.step, measured, numbers)
        trainer.log(f"exported {options.out / size.name}.onnx, parity {difference:.1e}")

    stages = STAGES[1:] if options.start else STAGES
    trainer = Trainer(Recipe(size.name, network(command, options.head), stages, STEPS, RATE, make_batch,
                             lambda model, batch: head.loss(model, *batch), finish, 25.0), options)
    trainer.log(synthetic.summary(options))
    trainer.run()
