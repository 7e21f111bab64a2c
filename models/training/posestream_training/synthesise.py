"""Renders people with exact truth from motion capture, by the project's own renderer (Java, stream-core's test sources)."""

import shutil
import subprocess
from pathlib import Path

import numpy as np

from . import RecipeError, data, mocap
from .mocap_skeleton import poses_of, rarity_weights

TRUTH = "synthetic.json"
# folder in WORK, pictures, seed; the validation pictures come from held-out clips and held-out empty scenes
TRAINING, VALIDATION = ("synthetic", 4000, 1), ("synthetic-validation", 300, 1000)
REPOSITORY = Path(__file__).resolve().parents[3]
RENDERER = "org.posestream.render.TrainingImages"
# frames about a pose that the renderer needs for smoothing and for telling jumps from standing
REACH = 10
# poses drawn a picture
POSES = 1.5
# the demo clip shows this subject: never a training picture
DEMO_SUBJECT = "cmu_subject/135_"


def chosen_clips(clips, validation):
    training, held_out = mocap.split_clips(clips)
    return [clip for clip in (held_out if validation else training)
            if not clip.name.startswith(DEMO_SUBJECT) and len(clip.joints) > 2]


def draw_poses(clips, count, rng):
    """(clip index, frame) of count poses: three quarters by rarity, so that not all people walk, the rest as they come."""
    weights = rarity_weights(poses_of(clips), rng)
    rows = np.where(rng.random(count) < 0.75, rng.choice(len(weights), count, p=weights), rng.integers(0, len(weights), count))
    starts = np.cumsum([0] + [len(clip.joints) for clip in clips])
    index = np.searchsorted(starts, rows, side="right") - 1
    return list(zip(index, rows - starts[index]))


def write_motion(path, clips, count, seed):
    """An archive of short clips, each with a drawn pose in its middle frame; the frames at a clip's end are repeated."""
    windows = {}
    for number, (index, frame) in enumerate(draw_poses(clips, count, np.random.default_rng([seed, 41]))):
        joints = clips[index].joints
        rows = np.clip(np.arange(frame - REACH, frame + REACH + 1), 0, len(joints) - 1)
        windows[f"{number:05d} {clips[index].name.replace('/', ' ')}"] = joints[rows].astype(np.float16)
    np.savez(path, **windows)


def classpath():
    """Compiles the renderer and gives the class path that runs it."""
    command = ["mvn", "-q", "-B", "-pl", "models,stream-core", "test-compile", "dependency:build-classpath",
               "-Dmdep.outputFile=target/classpath"]
    if shutil.which("mvn") is None:
        raise RecipeError("mvn is not on the PATH; install Maven and a JDK 17 to render pictures")
    for attempt in (command[:1] + ["-o"] + command[1:], command):
        done = subprocess.run(attempt, cwd=REPOSITORY, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            break
    else:
        raise RecipeError(f"the renderer does not compile: {done.stdout.strip().splitlines()[:1]}; run {' '.join(command)}")
    core = REPOSITORY / "stream-core" / "target"
    return ":".join([str(core / "test-classes"), str(core / "classes"), (core / "classpath").read_text().strip()])


def render(options, clips, java_path, validation):
    """One set of pictures; a set that is whole is left as it is, a begun one goes on."""
    name, count, seed = VALIDATION if validation else TRAINING
    count = options.steps or count
    folder = options.work / name
    if (folder / TRUTH).exists():
        print(f"{folder} is whole; delete it to render it again")
        return
    folder.mkdir(parents=True, exist_ok=True)
    motion, backgrounds = folder / "motion.npz", folder / "backgrounds.txt"
    write_motion(motion, chosen_clips(clips, validation), int(count * POSES), seed)
    empty = [file.resolve() for file in data.images_of(options.data, "negatives")
             if data.is_validation("negatives", file) == validation]
    backgrounds.write_text("\n".join(map(str, empty)) + "\n")
    done = subprocess.run(["java", "-Xmx2g", "-cp", java_path, RENDERER, str(motion), str(backgrounds), str(folder),
                           str(count), str(seed), str(options.threads or 2)], check=False)
    if done.returncode:
        raise RecipeError(f"the renderer stopped with code {done.returncode}; run the command again to go on")
    motion.unlink()
    backgrounds.unlink()
    print(f"{count} pictures in {folder}")


def run(options):
    clips = mocap.load_clips(options.data)
    java_path = classpath()
    for validation in (True, False):
        render(options, clips, java_path, validation)
