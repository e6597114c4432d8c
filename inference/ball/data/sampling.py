"""Sampling: what the samples of a training are drawn from, and in which shares."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from inference.ball.data.augmentation import Augmentation
from inference.ball.data.clip_samples import Rally, RallySamples
from inference.ball.data.copy_paste import CopyPaste, cut_out_flights
from inference.ball.nets.input_spec import InputSpec
from inference.synthetic.procedural.procedural import Procedural
from inference.video.samples import ClipSource, Mixture

_SIDE = 512  # pixels of pictures across which procedural balls have their usual size
_MIXUP = 0.1  # of the samples: a little of what helped TrackNetV3
_FEWEST_FLIGHTS = 50  # to be pasted into other pictures: fewer are memorised


@dataclass(frozen=True, slots=True)
class Sampling:
    """Shares are of all samples."""

    replay: float = 0.5  # earlier labels or synthetic samples, beside the new ones
    copy_paste: float = 0.35  # of the new ones: with a ball of another rally pasted in
    augmentation: Augmentation = field(default_factory=lambda: Augmentation(mixup=_MIXUP))


@dataclass(frozen=True, eq=False)
class SamplePools:
    """What there is to draw samples from."""

    new: Sequence[Rally]
    replay: Sequence[Rally] = ()
    simulated: Sequence[Rally] = ()
    procedural: bool = True


def clip_source(pools: SamplePools, sampling: Sampling, input_spec: InputSpec) -> ClipSource:
    """Samples as a net of `input_spec` sees them, mixed as `sampling` says.

    Where there is nothing new, or nothing to replay, the whole is the other. ValueError if there is
    nothing at all, or the rallies are too short for a single sample.
    """
    frames, size, background = input_spec.frames, crop_size(input_spec), input_spec.background

    def real(rallies: Sequence[Rally]) -> RallySamples:
        return RallySamples(rallies, frames, size, sampling.augmentation, background)

    sources: list[tuple[ClipSource, float]] = []
    others: list[ClipSource] = [real(r) for r in (pools.replay, pools.simulated) if r]
    if pools.procedural:
        scale = max(input_spec.width, input_spec.height) / _SIDE
        others.append(Procedural(frames, size, background, scale))
    replay = (sampling.replay if pools.new else 1.0) if others else 0.0
    if pools.new:
        new = real(pools.new)
        flights = cut_out_flights(pools.new, frames) if sampling.copy_paste else []
        pasted = sampling.copy_paste if len(flights) >= _FEWEST_FLIGHTS else 0.0
        sources.append((new, (1 - replay) * (1 - pasted)))
        if pasted:
            copies = CopyPaste(new, flights, sampling.augmentation)
            sources.append((copies, (1 - replay) * pasted))
    sources += [(source, replay / len(others)) for source in others]
    if not sources:
        raise ValueError("there is nothing to draw samples from")
    return Mixture(*zip(*sources, strict=True))


def crop_size(input_spec: InputSpec) -> tuple[int, int]:
    """Width and height of samples: half those of a wide picture, in steps that the net can take."""
    height = input_spec.height
    if input_spec.height == input_spec.width:  # a box for pictures of any shape
        height = input_spec.width * 9 // 16
    return input_spec.padded_size(input_spec.width // 2, height // 2)
