"""Prints the exported networks beside their teachers, on the same validation images: one table a task, and JSON."""

import json
import time
from pathlib import Path

import numpy as np
import onnxruntime
import torch

from . import RecipeError, data, detector, detector_eval, label, pose, pose_data, pose_eval, teachers
from .checkpoint import save_atomically


class Exported:
    """An exported network with the calling convention of its PyTorch original."""

    def __init__(self, path):
        if not Path(path).exists():
            raise RecipeError(f"{path} is missing; train and export the network first, or name its folder with --out")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    def eval(self):
        return self

    def __call__(self, images):
        return tuple(torch.from_numpy(value) for value in self.session.run(None, {"image": images.numpy()}))


def milliseconds(action, repeats=30):
    """Median time of one call."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        action()
        times.append((time.perf_counter() - start) * 1e3)
    return round(float(np.median(times)), 2)


def detectors(options):
    maker, sets = detector_eval.load(options, validation=True)
    kinds = dict(zip(("real", "composed"), detector_eval.validation_scenes(maker, sets, detector.SIDE)))
    ours = Exported(options.out / f"{detector.NAME}.onnx")
    others = {"yolox-nano": teachers.YoloxNano(options.models, 1), "rtmdet-nano": teachers.RtmDetNano(options.models, 1)}
    result = {}
    for kind, scenes in kinds.items():
        rankings = {detector.NAME: detector_eval.rank(ours, scenes)}
        rankings.update((name, detector_eval.rank_teacher(teacher, scenes)) for name, teacher in others.items())
        for name, ranking in rankings.items():
            result[f"{name} {kind}"] = ranking.figures(ranking.best_threshold())
    image = kinds["real"][0][0]
    result[f"{detector.NAME} real"]["ms"] = milliseconds(lambda: detector_eval.detections(ours, [image]))
    for name, teacher in others.items():
        result[f"{name} real"]["ms"] = milliseconds(lambda: teacher.detect(image, 0.3))
    return result


def teacher_joints(team, pose_set):
    """(3, n, 17, 3): joints of MoveNet, BlazePose-lite and BlazePose-full from the upright box, nothing else given."""
    found = []
    for person in pose_set.people:
        found.append(team.joints(pose_set.images[person.image], *label.person_square(person.box), 0.0))
    return np.stack(found, 1)


def poses(options):
    maker, sets = pose_data.load(options, validation=True)
    validation = pose_eval.Validation(maker, sets)
    names = [size.name for size in pose.SIZES.values()]
    exported = [name for name in names if (options.out / f"{name}.onnx").exists()] or names[:1]
    ours = {name: Exported(options.out / f"{name}.onnx") for name in exported}
    result = {name: validation.evaluate(network) for name, network in ours.items()}
    team = label.Teachers(options.models, options.work, 1)
    found = {name: teacher_joints(team, pose_set) for name, pose_set in sets.items()}
    for index, name in enumerate(("movenet-lightning", "blazepose-lite", "blazepose-full")):
        result[name] = validation.figures({key: value[index] for key, value in found.items()})
    crop = validation.crops["lspet"][0][:1]
    for name, network in ours.items():
        result[name]["ms"] = milliseconds(lambda: pose_eval.predict(network, crop))
    image, person = sets["lspet"].images[0], sets["lspet"].people[0]
    for name, network in (("movenet-lightning", team.movenet), ("blazepose-lite", team.blazepose[0]),
                          ("blazepose-full", team.blazepose[1])):
        result[name]["ms"] = milliseconds(lambda: network.joints(image, *label.person_square(person.box)))
    return result


def print_table(rows):
    columns = list(dict.fromkeys(key for row in rows.values() for key in row))
    print(f"{'':32s}" + "".join(f"{column[:24]:>26s}" for column in columns))
    for name, row in rows.items():
        print(f"{name:32s}" + "".join(f"{row.get(column, ''):>26}" for column in columns))


def run(options):
    result = {"detectors": detectors(options), "poses": poses(options),
              "validation": f"{data.VALIDATION_PERCENT} % of the images by hash of the file name"}
    print_table(result["detectors"])
    print_table(result["poses"])
    text = json.dumps(result, indent=2) + "\n"
    save_atomically(options.work / "compare.json", lambda temporary: Path(temporary).write_text(text))
