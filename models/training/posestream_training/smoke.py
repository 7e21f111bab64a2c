"""A few steps of every recipe on made data, export and parity: python -m posestream_training smoke.

Needs no data folder. It proves that the recipes run, resume, refuse a foreign checkpoint and export what ONNX Runtime
computes alike; it says nothing about accuracy.
"""

import contextlib
import io
import tempfile
from pathlib import Path

import cv2
import numpy as np

from . import RecipeError, data, detector, detector_data, lifter, mocap, pose, pose_data, temporal
from . import mocap_skeleton as body_parts
from .detector_loss import detector_loss
from .detector_net import DetectorNet
from .lifter_data import to_h36m
from .trainer import Recipe, Stage, Trainer

STEPS, BATCH = 6, 4


def made_person(rng):
    """A stick figure on noise: a photo for both recipes."""
    image = rng.integers(60, 120, (200, 150, 3), dtype=np.uint8)
    joints = np.zeros((17, 3), np.float32)
    joints[:, 0], joints[:, 1] = rng.uniform(40, 110, 17), rng.uniform(20, 180, 17)
    joints[:, 2] = 1
    for point in joints:
        cv2.circle(image, (int(point[0]), int(point[1])), 8, (230, 200, 180), -1)
    box = np.hstack([joints[:, :2].min(0) - 8, joints[:, :2].max(0) + 8]).astype(np.float32)
    return image, box, joints


def detector_recipe(rng):
    nothing = np.zeros((0, 4), np.float32)
    photos, cutouts = [], []
    for _ in range(4):
        image, box, _ = made_person(rng)
        photos.append(detector_data.Photo(image, box[None], nothing))
        cutouts.append(detector_data.Cutout(image, np.full(image.shape[:2], 255, np.uint8)))
    empty = [detector_data.Photo(rng.integers(0, 256, (96, 96, 3), dtype=np.uint8), nothing, nothing)]
    maker = detector_data.SceneMaker({"ccp": photos, "negatives": empty}, cutouts)
    return (detector.NAME, DetectorNet(), (Stage(1.0, (64,), BATCH),),
            lambda generator, stage: detector_data.batch_of(maker, generator, stage.size[0], stage.batch),
            lambda model, batch: detector_loss(model, *batch), detector.export_detector)


def pose_recipe(rng, command="pose", head="heatmap"):
    made = [made_person(rng) for _ in range(4)]
    people = [pose_data.Person(index, box, joints) for index, (_, box, joints) in enumerate(made)]
    images = [image for image, _, _ in made]
    pose_set = pose_data.PoseSet(images, people, [box[None] for _, box, _ in made])
    cutouts = [detector_data.Cutout(images[0], np.full(images[0].shape[:2], 255, np.uint8))]
    maker = pose_data.CropMaker({"lspet": pose_set}, images, cutouts)
    return (pose.SIZES[command].name, pose.network(command, head), (Stage(1.0, (64, 96), BATCH),),
            lambda generator, stage: pose_data.batch_of(maker, generator, stage.size, stage.batch),
            lambda model, batch: pose.HEADS[head].loss(model, *batch),
            lambda *arguments: pose.export_pose(command, *arguments))


def random_directions(count, seed=2):
    """Directions (count, 12, 3) of bones that point anywhere."""
    random = np.random.default_rng(seed)
    return body_parts.unit(random.standard_normal((count, body_parts.BONE_COUNT, 3))).astype(np.float32)


def make_clips(root):
    """Writes six clips of one second, each of random but rigid people, into the data folder root; returns root."""
    random, clips = np.random.default_rng(3), {}
    for index in range(6):
        poses = body_parts.Poses(random_directions(30), np.ones((30, 2), np.float32), np.zeros(30, np.int32))
        bodies = body_parts.build_bodies(poses, body_parts.Proportions.sample(30, random), random)
        clips[f"source{index % 2}/clip{index}"] = to_h36m(bodies).astype(np.float16)
    (root / "mocap").mkdir(parents=True)
    np.savez(root / mocap.MOCAP_FILE, **clips)
    return root


def train_lifter(module, options):
    """Export refuses a network that differs from PyTorch."""
    for options.steps in (2, 3):
        with contextlib.redirect_stdout(io.StringIO()):
            module.run(options)
    print(f"smoke {module.__name__.split('.')[-1]}: {options.steps} steps with one resume, exported")


def train_and_export(options, parts):
    name, model, stages, make_batch, loss, export = parts
    differences = []

    def finish(averaged, trainer):
        differences.append(export(averaged, options, trainer.progress.step, {"smoke": True}))

    for steps in (STEPS // 2, STEPS):
        options.steps = steps
        Trainer(Recipe(name, model, stages, steps, 1e-3, make_batch, loss, finish), options).run()
    print(f"smoke {name}: {STEPS} steps with one resume, exported, parity {differences[-1]:.1e}")


def run(options):
    options.minutes, options.resume = None, True
    rng = np.random.default_rng(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        options.work = options.out = Path(folder)
        train_and_export(options, detector_recipe(rng))
        for command, head in (("pose", "heatmap"), ("pose-light", "simcc")):
            options.head = head
            train_and_export(options, pose_recipe(rng, command, head))
        options.data = Path(folder) / "data"
        make_clips(options.data)
        train_lifter(lifter, options)
        train_lifter(temporal, options)
        refuses_foreign_checkpoint(options)
        refuses_missing_data(Path(folder))
    print("smoke passed")


def refuses_foreign_checkpoint(options):
    name, model, stages, make_batch, loss, _ = pose_recipe(np.random.default_rng(0))
    recipe = Recipe(detector.NAME, model, stages, 1, 1e-3, make_batch, loss, lambda *_: None)
    must_refuse("a checkpoint of another architecture", lambda: Trainer(recipe, options))


def refuses_missing_data(folder):
    must_refuse("a missing data folder", lambda: data.images_of(folder / "nowhere", "lspet"))


def must_refuse(what, action):
    try:
        action()
    except RecipeError:
        return
    raise RecipeError(f"smoke: {what} was not refused")
