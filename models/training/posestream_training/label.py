"""Runs the teachers once: person boxes and joints of every teacher for lspet, ccp and hmdb, cached in the work folder.

Each set gives labels/SET.npz with: files; boxes (n, 5) and box_image (n) of every detector; people (p, 4 box),
person_image (p), and joints (p, teachers, 17, 3). Judging what to trust is left to consensus.py, so that it can be
changed without running the teachers again. BlazePose-full takes part where MODELS or the work folder holds
pose_landmark_full.tflite (found in the mediapipe 0.10.14 wheel).
"""

from pathlib import Path

import numpy as np

from . import RecipeError, consensus, data, teachers
from .checkpoint import save_atomically

LOWEST_BOX_SCORE = 0.1
# people below this detector score are not worth joints
LOWEST_PERSON_SCORE = 0.35
CROP_PADDING = 1.25
NETWORKS = ("yolox-nano-416.onnx", "rtmdet-nano-person.onnx", "movenet-lightning.onnx", "blazepose-landmark-lite.onnx")
FULL = "pose_landmark_full.tflite"


class Teachers:
    def __init__(self, models, work, threads):
        self.yolox = teachers.YoloxNano(models, threads)
        self.rtmdet = teachers.RtmDetNano(models, threads)
        self.movenet = teachers.MoveNet(models, threads)
        lite = teachers.BlazePose(models, threads)
        full = full_folder(models, work)
        # without the full network the lite one votes twice, so that the arrays keep their shape
        self.blazepose = [lite, teachers.BlazePose(full, threads, FULL) if full else lite]

    def joints(self, image, centre, side, angle):
        """(3, 17, 3): MoveNet, BlazePose-lite, BlazePose-full."""
        first = self.movenet.joints(image, centre, side, angle)
        if angle == 0.0:
            angle = torso_angle(first)
            if abs(angle) > 0.6:
                first = self.movenet.joints(image, centre, side, angle)
        return np.stack([first] + [network.joints(image, centre, side, angle) for network in self.blazepose])


def full_folder(models, work):
    """The folder that holds BlazePose-full, or None."""
    return next((folder for folder in (Path(models), Path(work)) if (folder / FULL).exists()), None)


def torso_angle(joints, threshold=0.3):
    """Angle in radians by which the torso (hips to shoulders) leans clockwise; 0 where it is not seen."""
    torso = joints[[5, 6, 11, 12]]
    if (torso[:, 2] < threshold).any():
        return 0.0
    up = torso[:2, :2].mean(0) - torso[2:, :2].mean(0)
    angle = np.arctan2(up[0], -up[1])
    return angle if abs(angle) > 0.2 else 0.0


def person_square(box):
    return (box[:2] + box[2:4]) / 2, max(box[2] - box[0], box[3] - box[1]) * CROP_PADDING


def lspet_people(annotation, boxes, image):
    """The annotated person: box round the visible joints with some flesh, and the lean of the torso."""
    visible = annotation[annotation[:, 2] > 0]
    low, high = visible[:, :2].min(0), visible[:, :2].max(0)
    margin = 0.08 * max(high - low)
    box = np.clip(np.hstack([low - margin, high + margin]), 0, [image.shape[1], image.shape[0]] * 2)
    hips, shoulders = annotation[[2, 3]], annotation[[8, 9]]
    up = shoulders[:, :2].mean(0) - hips[:, :2].mean(0)
    seen = (np.vstack([hips, shoulders])[:, 2] > 0).all()
    return [box], [float(np.arctan2(up[0], -up[1])) if seen else 0.0]


def annotation_of(annotations, file):
    number = data.lspet_number(file)
    if number not in annotations:
        raise RecipeError(f"{file} has no joints in joints.npz; remove it or copy the annotation again")
    return annotations[number]


def label_set(name, files, team, annotations):
    columns = {key: [] for key in ("boxes", "box_image", "box_teacher", "people", "person_image", "joints")}
    for index, file in enumerate(files):
        image = data.read_image(file)
        found = [team.yolox.detect(image, LOWEST_BOX_SCORE), team.rtmdet.detect(image, LOWEST_BOX_SCORE)]
        for teacher, boxes in enumerate(found):
            columns["boxes"].append(boxes)
            columns["box_image"] += [index] * len(boxes)
            columns["box_teacher"] += [teacher] * len(boxes)
        if annotations is not None:
            people, angles = lspet_people(annotation_of(annotations, file), found[0], image)
        else:
            people = [box[:4] for box in found[0] if box[4] >= LOWEST_PERSON_SCORE]
            angles = [0.0] * len(people)
        for box, angle in zip(people, angles):
            columns["people"].append(box)
            columns["person_image"].append(index)
            columns["joints"].append(team.joints(image, *person_square(box), angle))
        if index % 500 == 0:
            print(f"label {name}: {index}/{len(files)} images, {len(columns['people'])} people", flush=True)
    return {"files": np.array([file.name for file in files]),
            "boxes": np.concatenate(columns["boxes"]).astype(np.float32),
            **{key: np.array(columns[key]) for key in ("box_image", "box_teacher", "person_image")},
            "people": np.array(columns["people"], np.float32), "joints": np.array(columns["joints"], np.float32)}


def run(options):
    folder = options.work / "labels"
    team = None
    for name in ("hmdb", "ccp", "lspet"):
        target = folder / f"{name}.npz"
        files = data.images_of(options.data, name)
        if target.exists() and options.resume:
            if list(consensus.load_labels(options.work, name)["files"]) != [file.name for file in files]:
                raise RecipeError(f"{target} belongs to another data folder; choose another --work or give --no-resume")
            print(f"label {name}: already in {target}")
            continue
        team = team or Teachers(options.models, options.work, options.threads or 2)
        annotations = data.lspet_joints(options.data) if name == "lspet" else None
        columns = label_set(name, files, team, annotations)

        def write(temporary, columns=columns):
            with open(temporary, "wb") as file:
                np.savez(file, **columns)

        save_atomically(target, write)
        print(f"label {name}: {len(columns['people'])} people in {len(files)} images")
