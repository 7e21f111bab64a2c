"""Recipe of the person detector: python -m posestream_training detector --data DIR --work DIR --out DIR."""

import torch

from . import detector_data, detector_eval, export, synthetic
from .detector_loss import detector_loss
from .detector_net import SIDE, STRIDES, DetectorNet
from .layers import folded
from .trainer import Recipe, Stage, Trainer

NAME = "posestream-detector"
STAGES = (Stage(0.50, (224,), 32), Stage(1.0, (SIDE,), 24))
STEPS = 40_000
RATE = 2e-3
TERMS = ("people of CCP (Clothing Co-Parsing, repository Apache-2.0, photo rights not stated), HMDB/JHMDB stills "
         "(CC BY 4.0: Kuehne, Jhuang, Garrote, Poggio, Serre), Leeds Sports Pose Extended (Johnson and Everingham "
         "2011, research use customary), empty scenes of Poly Haven (CC0); boxes labelled by YOLOX-nano (Megvii) and "
         "RTMDet-nano (OpenMMLab), both Apache-2.0")


def card(options, steps, measured, threshold):
    return {
        "name": NAME, "task": "detector",
        "input": {"name": "image", "width": SIDE, "height": SIDE, "layout": "NHWC", "type": "uint8",
                  "colorOrder": "BGR", "mean": [0, 0, 0], "std": [1, 1, 1], "fit": "letterbox-top-left",
                  "padValue": detector_data.PAD, "rowStep": STRIDES[-1]},
        "outputs": [{"name": "boxes", "shape": [-1, -1, 4]}, {"name": "scores", "shape": [-1, -1]}],
        "batch": "dynamic", "decoder": "boxes",
        "decoderOptions": {"scoreThreshold": threshold, "iouThreshold": detector_eval.IOU_THRESHOLD},
        "topology": "box", "licence": "Apache-2.0",
        "provenance": f"python -m posestream_training detector --seed {options.seed} --steps {steps}{options.origin} (resumed runs, see models/training/README.md); {TERMS}{synthetic.terms(options)}",
        "measured": measured,
    }


def export_detector(model, options, steps, measured, threshold=0.5):
    """Writes network and card to the output folder; returns the difference to PyTorch."""
    model = folded(model)
    example = (torch.randint(0, 256, (3, SIDE, SIDE, 3), dtype=torch.uint8),)
    path = options.out / f"{NAME}.onnx"
    difference = export.export_network(model, example, ["image"], ["boxes", "scores"], path,
                                       row_step=STRIDES[-1])
    export.write_card(path, model, example, card(options, steps, measured, threshold))
    return difference


def run(options):
    maker, _ = detector_eval.load(options, validation=False)
    validation_maker, validation_sets = detector_eval.load(options, validation=True)
    real, composed = detector_eval.validation_scenes(validation_maker, validation_sets, SIDE)
    rendered = detector_eval.rendered_scenes(options, SIDE)

    def finish(model, trainer):
        on_real, on_composed = detector_eval.rank(model, real), detector_eval.rank(model, composed)
        threshold = on_real.best_threshold()
        measured = {"validation real photos": on_real.figures(threshold),
                    "validation composed scenes": on_composed.figures(threshold)}
        if rendered:
            measured["validation rendered scenes"] = detector_eval.rank(model, rendered).figures(threshold)
        trainer.log(f"validation {measured}")
        difference = export_detector(model, options, trainer.progress.step, measured, threshold)
        trainer.log(f"exported {options.out / NAME}.onnx, parity {difference:.1e}")

    trainer = Trainer(Recipe(NAME, DetectorNet(), STAGES, STEPS, RATE,
                             lambda rng, stage: detector_data.batch_of(maker, rng, stage.size[0], stage.batch),
                             lambda model, batch: detector_loss(model, *batch), finish, 20.0), options)
    trainer.log(synthetic.summary(options))
    trainer.run()
