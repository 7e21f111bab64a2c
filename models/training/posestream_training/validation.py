"""The validation split in open formats, for any tool that measures networks: COCO JSON, PNG, and clips like the raw ones.

The folder holds:

- pose2d.json: people of ccp and hmdb, COCO person_keypoints, joints by the teachers' consensus. A joint that the teachers
  share to a trust of at least 0.5 has visibility 2, others 0; `trust` (17 values, 0..1) is added to every annotation, and
  x, y stay where the visibility is 0, so that another limit can be tried. `area` is 0.53 of the box, COCO's mean share.
- pose2d-lspet.json: the same of lspet; the twelve body joints are the annotation's.
- detector-photos.json: ccp, hmdb and negatives, COCO boxes. iscrowd 1 marks boxes that are neither person nor background.
- detector-composed.json and composed/*.png: scenes from fixed seeds, longer side 640 pixels; the boxes of pasted people are
  known exactly, those of whole photos are the detectors'.
- motion.npz: held-out clips (F, 17, 3), metres, y up, 30 a second, Human3.6M order, hip to ankle 0.85 m, named as in
  mocap/motion_17j_30fps.npz, but smoothed over three frames, on one consistent skeleton a clip, with slow turns of the
  head, and in float32.

`file_name` is relative to the data folder (lspet, ccp, hmdb, negatives); in detector-composed.json, to this folder.
"""

import json
import os
import shutil
import tempfile
import zlib
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np

from . import RecipeError, data, detector_data, detector_eval, mocap, pose_data, pose_eval
from .lifter_data import bodies_of, to_h36m
from .mocap_skeleton import poses_of

WRITTEN = {"README.txt", "pose2d.json", "pose2d-lspet.json", "detector-photos.json", "detector-composed.json", "composed",
           "motion.npz"}
COMPOSED_SIDE, COMPOSED_SCENES = 640, 150
VISIBLE_TRUST = pose_eval.TRUTH_TRUST
PERSON = {"id": 1, "name": "person", "supercategory": "person"}


def run(options):
    poses = {"pose2d.json": pose_file(options, ("ccp", "hmdb")), "pose2d-lspet.json": pose_file(options, ("lspet",))}
    photos, scenes, clips = photo_file(options), composed_scenes(options), motion(options)
    with written_whole(options.out) as folder:
        (folder / "README.txt").write_text(__doc__, encoding="utf-8")
        for name, content in poses.items():
            write_json(folder / name, content)
        write_json(folder / "detector-photos.json", photos)
        write_composed(folder, scenes)
        np.savez_compressed(folder / "motion.npz", **clips)
    for name, content in {**poses, "detector-photos.json": photos}.items():
        print(f"{name:24s} {len(content['images']):5d} images, {len(content['annotations']):5d} annotations")
    print(f"detector-composed.json   {len(scenes):5d} images, {sum(len(boxes) for _, boxes, _ in scenes):5d} people")
    print(f"motion.npz               {len(clips):5d} clips,  {sum(map(len, clips.values())):5d} frames")


@contextmanager
def written_whole(out):
    """Gives a temporary folder that takes the place of out once it is complete; out may hold nothing of others."""
    strangers = sorted({entry.name for entry in out.iterdir()} - WRITTEN) if out.is_dir() else []
    if strangers or out.is_file():
        raise RecipeError(f"{out} holds {', '.join(strangers[:3]) or 'a file'}; --out must name a new folder or one that "
                          "this command wrote")
    temporary = None
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
        yield temporary
        temporary.chmod(0o755)
        if out.exists():
            shutil.rmtree(out)
        os.replace(temporary, out)
    except OSError as error:
        raise RecipeError(f"cannot write {out}: {error.strerror or error}; free some space or choose another folder") \
            from error
    finally:
        if temporary and temporary.exists():
            shutil.rmtree(temporary, ignore_errors=True)


def pose_file(options, names):
    """COCO person_keypoints of the validation people of the sets."""
    images, annotations = [], []
    for name in names:
        pose_set = pose_data.load_set(options, name, validation=True)
        entries = image_entries(options, validation_files(options, name), pose_set.images, len(images))
        images += entries
        annotations += [pose_annotation(entries[person.image]["id"], person) for person in pose_set.people]
    category = {**PERSON, "keypoints": data.COCO_17, "skeleton": []}
    return coco_file("joints by consensus of the teachers" if "lspet" not in names else "joints as annotated, face by "
                     "the teachers", images, annotations, category)


def pose_annotation(image, person):
    joints, box = person.joints.astype(float), person.box.astype(float)
    visibility = np.where(joints[:, 2] >= VISIBLE_TRUST, 2, 0)
    keypoints = [value for (x, y), seen in zip(np.round(joints[:, :2], 2).tolist(), visibility.tolist())
                 for value in (x, y, seen)]
    return {**box_annotation(image, box), "area": round(pose_eval.AREA_SHARE * float(np.prod(box[2:] - box[:2])), 1),
            "keypoints": keypoints, "num_keypoints": int((visibility > 0).sum()),
            "trust": np.round(joints[:, 2], 3).tolist()}


def photo_file(options):
    """COCO boxes of the validation photos."""
    images, annotations = [], []
    for name in ("ccp", "hmdb", "negatives"):
        files, photos = detector_data.photos_of(options, name, validation=True)
        entries = image_entries(options, files, [photo.image for photo in photos], len(images))
        images += entries
        for entry, photo in zip(entries, photos):
            annotations += scene_annotations(entry["id"], photo.boxes, photo.ignored)
    return coco_file("boxes that two detectors share", images, annotations, PERSON)


def composed_scenes(options):
    """(image, boxes, ignored) of scenes that the training's maker composes from validation photos, without padding."""
    maker, _ = detector_eval.load(options, validation=True)
    scenes = []
    for index in range(COMPOSED_SCENES):
        rng = np.random.default_rng([77, index])
        frame = detector_data.FRAMES[rng.integers(len(detector_data.FRAMES))]
        canvas = tuple(round(share * COMPOSED_SIDE) for share in frame[::-1])
        scenes.append(maker.scene(rng, COMPOSED_SIDE, frame, canvas))
    return scenes


def write_composed(folder, scenes):
    (folder / "composed").mkdir()
    images, annotations = [], []
    for index, (image, boxes, ignored) in enumerate(scenes):
        name = f"composed/{index:04d}.png"
        (folder / name).write_bytes(cv2.imencode(".png", image)[1].tobytes())
        images.append(image_entry(index + 1, name, image))
        annotations += scene_annotations(index + 1, boxes, ignored)
    write_json(folder / "detector-composed.json", coco_file("scenes composed of them", images, annotations, PERSON))


def motion(options):
    """Held-out clips by name, each on one skeleton."""
    return {clip.name: on_one_skeleton(clip) for clip in mocap.split_clips(mocap.load_clips(options.data))[1]}


def on_one_skeleton(clip):
    """The clip's bone directions and path on a body with human proportions; random is only the name's hash."""
    clip = clip.smoothed
    bodies = bodies_of(poses_of([clip]), 1, np.random.default_rng(zlib.crc32(clip.name.encode())))
    hips = (clip.joints[:, 1] + clip.joints[:, 4]) / 2
    return (to_h36m(bodies) + hips[:, None]).astype(np.float32)


def validation_files(options, name):
    return [file for file in data.images_of(options.data, name) if data.is_validation(name, file)]


def image_entries(options, files, images, first):
    return [image_entry(first + index + 1, file.relative_to(options.data).as_posix(), image)
            for index, (file, image) in enumerate(zip(files, images))]


def image_entry(number, name, image):
    return {"id": number, "file_name": name, "width": image.shape[1], "height": image.shape[0]}


def scene_annotations(image, boxes, ignored):
    return [box_annotation(image, box, crowd) for group, crowd in ((boxes, 0), (ignored, 1)) for box in group]


def box_annotation(image, box, crowd=0):
    """box: x1 y1 x2 y2; COCO has x, y, width, height."""
    left, top, right, bottom = (float(value) for value in box[:4])
    sides = [round(value, 2) for value in (left, top, right - left, bottom - top)]
    return {"image_id": image, "category_id": 1, "iscrowd": crowd, "bbox": sides, "area": round(sides[2] * sides[3], 1)}


def coco_file(truth, images, annotations, category):
    for number, annotation in enumerate(annotations, 1):
        annotation["id"] = number
    return {"info": {"description": f"PoseStream validation images; {truth}"}, "images": images,
            "annotations": annotations, "categories": [category]}


def write_json(path, content):
    path.write_text(json.dumps(content, separators=(",", ":")) + "\n", encoding="utf-8")
