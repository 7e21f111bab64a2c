"""Lists what the data folder holds and says what is missing or damaged: python -m posestream_training data --data DIR."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from . import RecipeError, data, label, mocap

# what the shipped networks saw; fewer work too
SHIPPED_IMAGES = {"lspet": 8992, "ccp": 2098, "hmdb": 2556, "negatives": 336}
SHIPPED_MASKS = 1004
SHIPPED_CLIPS = 366


def run(options):
    """Prints a line for each part; raises RecipeError at the end if a part cannot be used."""
    parts = {name: lambda name=name: images(options.data, name) for name in data.FOLDERS}
    parts |= {"joints": lambda: joints(options.data), "masks": lambda: masks(options.data),
              "mocap": lambda: motion(options.data), "teachers": lambda: teachers(options)}
    unusable = []
    for name, check in parts.items():
        try:
            print(f"{name:10s} {check()}", flush=True)
        except RecipeError as error:
            unusable.append(name)
            print(f"{name:10s} UNUSABLE: {error}", flush=True)
    if unusable:
        raise RecipeError(f"{options.data}: {len(unusable)} of {len(parts)} parts cannot be used ({', '.join(unusable)}); "
                          "the list above says why")


def images(folder, name):
    files = data.images_of(folder, name)
    must_be_readable(files, data.read_image)
    validation = sum(data.is_validation(name, file) for file in files)
    return f"{counted(len(files), SHIPPED_IMAGES[name], 'images')}, {validation} of them for validation"


def must_be_readable(files, read):
    """Raises RecipeError with the first unreadable file and the number of all."""
    with ThreadPoolExecutor(2) as pool:
        errors = [error for error in pool.map(lambda file: failure_of(read, file), files) if error]
    if errors:
        raise RecipeError(f"{errors[0]} ({len(errors)} of {len(files)} files)")


def failure_of(read, file):
    try:
        read(file)
    except RecipeError as error:
        return error
    return None


def joints(folder):
    """The annotation of lspet and its images belong together."""
    annotated = data.lspet_joints(folder)
    files = data.images_of(folder, "lspet")
    without = [file.name for file in files if data.lspet_number(file) not in annotated]
    if without:
        raise RecipeError(f"{len(without)} images of lspet, {without[0]} first, have no joints in joints.npz; remove them "
                          "or copy the annotation again")
    absent = len(annotated) - len(files)
    return f"{len(annotated)} annotated people of lspet" + (f", {absent} of them without their image" if absent else "")


def masks(folder):
    """Masks that exist have the size of their image; a photo may have none."""
    files = sorted((Path(folder) / data.FOLDERS["ccp"]).parent.glob("masks/*.png"))
    if not files:
        raise RecipeError(f"{Path(folder) / 'ccp/masks'} holds no masks; people are cut out by them for composed scenes")
    photos = {file.stem: file for file in data.images_of(folder, "ccp")}
    strangers = [file.name for file in files if file.stem not in photos]
    must_be_readable([photos[file.stem] for file in files if file.stem in photos], data.read_mask)
    note = f", {len(strangers)} of them without their image" if strangers else ""
    return counted(len(files), SHIPPED_MASKS, "masks of ccp") + note


def motion(folder):
    clips = mocap.load_clips(folder)
    frames = sum(len(clip.joints) for clip in clips)
    lines = [f"{counted(len(clips), SHIPPED_CLIPS, 'clips')}, {frames} frames", *mocap.list_clips(clips)]
    return "\n           ".join(lines)


def teachers(options):
    """The networks that label needs."""
    missing = [file for file in label.NETWORKS if not (options.models / file).is_file()]
    if missing:
        raise RecipeError(f"{options.models} lacks {', '.join(missing)}; --models must name the folder of the teacher "
                          "networks, without which only the lifter can be trained")
    full = "with" if label.full_folder(options.models, options.work) else "without (optional)"
    return f"{len(label.NETWORKS)} networks, {full} {label.FULL}"


def counted(count, shipped, what):
    missing = shipped - count
    return f"{count} {what}" + (f" ({missing} fewer than the shipped networks saw)" if missing > 0 else "")
