"""The detector of model folders: a net on the quickest engine, its scores made comparable."""

import json
from collections.abc import Generator
from dataclasses import asdict
from functools import partial
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn.functional import avg_pool2d

from inference.ball.models.folder import BallModel
from inference.ball.models.onnx import OnnxNet
from inference.ball.nets.decoding import decode_peaks
from inference.ball.nets.input_spec import Channels, InputSpec
from inference.ball.nets.predictor import WORKERS, predict_candidates
from inference.ball.tracking.calibrated_confidence import calibration_setting
from inference.evaluation.calibration import PlattScaling
from inference.runtime.backends import Engine, OnnxRuntimeEngine, Program
from inference.runtime.calls import run_in_background
from inference.runtime.selection import select_engine
from storage.errors import UserError
from storage.records import Candidates

_POSITION_TOLERANCE = 0.1  # pixels by which the places of another engine may differ
_SCORE_TOLERANCE = 0.02  # and their scores
_CLEAR_SCORE = 0.1  # score of a peak that every engine must see
_DISCS = 4  # in a picture that engines are compared on
_DISC = 2 * 16  # their radius, in sixteenths of a pixel
_GPU_BATCH = 16  # windows at once


class NetDetector:
    """Finds the ball with a net, wherever it is."""

    _VERSION = 2  # counts changes of the method that no setting tells

    def __init__(self, model: BallModel, size: tuple[int, int], engine: Engine) -> None:
        """`size`: width and height of the pictures that the detector is to see.

        `engine` runs the net of `model` on pictures of that size.
        """
        self.name = model.name
        self.weights = model.weights
        self.size = size
        self.input_spec = model.input_spec
        self.colour = model.input_spec.colour is not Channels.GREY
        # enough to know what change is usual before a cut, or what stands still
        self.preroll = 48 if model.input_spec.background else 16
        self.net = engine  # may be called by several threads at once
        self.engine = engine.name
        self._batch = _GPU_BATCH if "cuda" in self.engine else None
        self.probability = PlattScaling(
            model.slope, model.constant
        )  # of being the ball, from scores
        settings = {
            "architecture": model.architecture,
            "convention": asdict(model.input_spec),
            "slope": model.slope,
            "constant": model.constant,
            "size": size,
            "preroll": self.preroll,
            "precision": self.engine.split("-")[-1],
            "version": self._VERSION,
            **calibration_setting(model.calibration),
        }
        self.settings = json.dumps(settings, sort_keys=True)

    def detect(self, pictures: NDArray[np.uint8], preroll: int) -> Candidates:
        """Candidates in `pictures` (T, height, width[, 3]) after the first `preroll`, in pixels.

        Scores estimate the probability of being the ball.
        """
        candidates = predict_candidates(
            self.net, self.input_spec, pictures, preroll, batch=self._batch
        )
        return Candidates(
            candidates.x, candidates.y, self.probability(candidates.score), candidates.cut
        )


def create_net_detector(
    model: BallModel, size: tuple[int, int], benchmarks: Path, device: str = "auto"
) -> Generator[str, None, NetDetector]:
    """The detector of `model` on the quickest engine, for pictures of this width and height.

    The first net of its kind on a machine is measured for some seconds, and the file `benchmarks`
    keeps the outcome; yields, in words, what is being done. `device` is "auto", "cpu" or "cuda".
    UserError if the model cannot run.
    """
    input_size = model.input_spec.padded_size(*size)
    program, example = model.program(), example_pictures(model.input_spec, input_size)
    if isinstance(model.net, OnnxNet):
        yield from run_in_background(
            "Testing the model…", partial(_check_runs, model, program, example, input_size)
        )
    engine = yield from select_engine(
        program,
        example,
        partial(_outputs_match, model.input_spec, input_size),
        benchmarks=benchmarks,
        model=model.name,
        device=device,
        threads=WORKERS,
    )
    return NetDetector(model, size, engine)


def _check_runs(
    model: BallModel, program: Program, example: Tensor, input_size: tuple[int, int]
) -> None:
    """Run a stranger's model once. UserError if it cannot be, or does not answer as its card says.

    What a net of our own raises is a bug, and stays one.
    """
    try:
        decode_peaks(
            OnnxRuntimeEngine(program, example)(example),
            model.input_spec,
            input_size,
            input_size,
            1,
        )
    except Exception as error:  # the runtime has a class of its own for each of many reasons
        raise UserError(
            f"The model {model.name} cannot be run: {str(error).splitlines()[0]}.",
            "Fix its model.toml, or download the model again.",
        ) from error


def _outputs_match(
    input_spec: InputSpec, input_size: tuple[int, int], expected: Tensor, other: Tensor
) -> bool:
    return peaks_match(
        *(
            decode_peaks(output, input_spec, input_size, input_size, 8)
            for output in (expected, other)
        )
    )


def peaks_match(expected: Tensor, other: Tensor) -> bool:
    """Whether clear peaks (B, N, K, 3) of one engine are peaks of the other, and as high.

    Where nothing is clear, nothing is known to be the same.
    """
    difference = expected[..., :, None, :] - other[..., None, :, :].to(expected)  # (B, N, K, K, 3)
    is_near = (difference[..., :2].abs() <= _POSITION_TOLERANCE).all(-1) & (
        difference[..., 2].abs() <= _SCORE_TOLERANCE
    )
    is_clear = expected[..., 2] > _CLEAR_SCORE
    is_clear[..., expected.shape[-2] // 2 :] = False  # the last ones may be crowded out by a hair
    return bool(is_clear.any() and is_near.any(-1)[is_clear].all())


def example_pictures(input_spec: InputSpec, size: tuple[int, int]) -> Tensor:
    """Windows in which bright discs fly over soft noise, always the same: (B, C, H, W), bytes."""
    random = torch.Generator().manual_seed(1)
    width, height = size
    frames = input_spec.frames + input_spec.background
    colours = input_spec.channels // frames
    noise = torch.rand(1, 1, height, width, generator=random)
    ground = (60 + 80 * avg_pool2d(noise, 9, stride=1, padding=4)).byte().numpy()[0, 0]
    pictures = np.tile(ground, (input_spec.batch, frames, 1, 1))
    for window in pictures:
        start = torch.rand(_DISCS, 2, generator=random) * torch.tensor([width, height])
        speed = 12 * torch.rand(_DISCS, 2, generator=random) - 6  # pixels a frame
        for time, picture in enumerate(window[input_spec.background :]):
            for x, y in ((start + time * speed) * 16).int().tolist():  # in sixteenths of a pixel
                cv2.circle(picture, (x, y), _DISC, 250, -1, cv2.LINE_AA, 4)
    return torch.from_numpy(pictures).repeat_interleave(colours, dim=1)
