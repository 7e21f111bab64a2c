"""Command line of the recipes: python -m posestream_training COMMAND --data DIR --work DIR --out DIR."""

import argparse
import importlib
import signal
import sys
from pathlib import Path

from . import RecipeError

# command -> (module[:function], which takes the options; help); imported late, so that --help needs no PyTorch
COMMANDS = {
    "data": ("check", "check the data folder and list what it holds"),
    "label": ("label", "run the teachers once over the images; labels are cached in the work folder"),
    "synthesise": ("synthesise", "render people with exact truth into the work folder; optional, needs Maven and a JDK"),
    "detector": ("detector", "train and export the person detector"),
    "pose": ("pose", "train and export the 2D pose network"),
    "pose-light": ("pose:run_light", "train and export the 2D pose network of half the size"),
    "lifter": ("lifter", "train and export the 2D-to-3D lifter"),
    "temporal": ("temporal", "train and export the 2D-to-3D lifter that remembers 26 frames"),
    "all": (None, "label, detector, pose, pose-light, lifter and temporal, one after the other"),
    "compare": ("compare", "measure the exported detector and pose network beside their teachers"),
    "validation": ("validation", "write the validation split in open formats: COCO JSON, PNG, NPZ"),
    "plot": ("plot", "draw the learning curves of the work folder's logs and write them as tables"),
    "ablation": ("ablation", "train variants from scratch for a short while and print them side by side"),
    "smoke": ("smoke", "a few steps on made data, export and parity, in under a minute"),
}


def at_least(kind, least):
    """A type of argument that refuses numbers below the least one."""
    def parse(text):
        value = kind(text)
        if not value >= least:
            raise argparse.ArgumentTypeError(f"must be at least {least}, but was {text}")
        return value

    parse.__name__ = kind.__name__
    return parse


def parser():
    result = argparse.ArgumentParser(prog="python -m posestream_training", description=__doc__)
    commands = result.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (_, summary) in COMMANDS.items():
        command = commands.add_parser(name, help=summary, description=summary)
        command.add_argument("--data", type=Path, default=Path("../../../shared/data"), help="folder of the data")
        command.add_argument("--models", type=Path, default=None,
                             help="folder of the teacher networks (default: models beside the data folder)")
        command.add_argument("--work", type=Path, default=Path("work"), help="folder for labels and checkpoints")
        command.add_argument("--out", type=Path, default=Path("out"), help="folder for the exported networks")
        command.add_argument("--seed", type=at_least(int, 0), default=1, help="seed of everything random (default 1)")
        command.add_argument("--steps", type=at_least(int, 1), default=None,
                             help="training steps (default: the recipe's own)")
        command.add_argument("--minutes", type=at_least(float, 0.001), default=None,
                             help="end the schedule after this much training time, if --steps is not reached before")
        command.add_argument("--threads", type=at_least(int, 1), default=None, help="CPU threads (default: all)")
        command.add_argument("--from", dest="start", type=Path, default=None, metavar="NETWORK.onnx",
                             help="begin with the weights of a network that this recipe exported")
        command.add_argument("--resume", action=argparse.BooleanOptionalAction, default=True,
                             help="go on from the last checkpoint in the work folder (default on)")
        if name == "ablation":
            command.add_argument("subject", choices=["heads"], help="heads: heatmaps and SimCC on the same encoder")
        if name in ("detector", "pose", "pose-light", "all", "compare"):
            command.add_argument("--without", action="append", default=[], choices=["synthetic"],
                                 help="leave out the rendered people, though they are in the work folder")
        if name in ("pose", "pose-light", "all"):
            command.add_argument("--head", choices=["heatmap", "simcc"], default="heatmap",
                                 help="how joints leave the 2D network (default heatmap)")
            command.add_argument("--teacher", type=Path, default=None, metavar="NETWORK.onnx",
                                 help="exported 2D network that teaches joints whose labels are unsure")
    return result


def run(options):
    names = ["label", "detector", "pose", "pose-light", "lifter", "temporal"] if options.command == "all" else [options.command]
    for name in names:
        module, _, function = COMMANDS[name][0].partition(":")
        getattr(importlib.import_module("." + module, __package__), function or "run")(options)


def main(arguments=None):
    options = parser().parse_args(arguments)
    if options.models is None:
        options.models = options.data.parent / "models"
    # a polite kill saves the checkpoint as Ctrl-C does
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        for name in ("work", "out"):
            if getattr(options, name).is_file():
                raise RecipeError(f"--{name} must name a folder, but {getattr(options, name)} is a file")
        run(options)
    except RecipeError as error:
        print(f"posestream_training: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"posestream_training: {error.filename or options.work}: {error.strerror or error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("posestream_training: interrupted; run the same command again to go on", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
