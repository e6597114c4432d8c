"""What the windows of a training are drawn from, and in which shares."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from inference.ball.data.augmentation import Variety
from inference.ball.data.clip_samples import Rally, RallyWindows
from inference.ball.data.copy_paste import Transplants, lifted
from inference.ball.nets.input_spec import InputSpec
from inference.synthetic.procedural.procedural import Procedural
from inference.video.samples import Mixture, WindowSource

_SIDE = 512  # pixels of pictures across which invented balls have their usual size
_BLENDED = 0.1  # of the windows: a little of what helped TrackNetV3
_FEWEST_FLIGHTS = 50  # to be laid over other pictures: fewer are learned by heart


@dataclass(frozen=True, slots=True)
class Recipe:
    """Shares are of all windows."""

    other: float = 0.5  # older or invented ones, beside the new
    laid: float = 0.35  # of the new ones: with a ball of another rally laid into them
    variety: Variety = field(default_factory=lambda: Variety(blended=_BLENDED))


@dataclass(frozen=True, eq=False)
class Ingredients:
    """What there is to draw windows from."""

    new: Sequence[Rally]
    older: Sequence[Rally] = ()
    simulated: Sequence[Rally] = ()
    procedural: bool = True


def windows(ingredients: Ingredients, recipe: Recipe, input_spec: InputSpec) -> WindowSource:
    """Windows as a net of `input_spec` sees them, mixed as `recipe` says.

    Where there is nothing new, or nothing else, the whole is the other. ValueError if there is
    nothing at all, or the rallies are too short for a single window.
    """
    frames, size, background = input_spec.frames, crop(input_spec), input_spec.background

    def real(rallies: Sequence[Rally]) -> RallyWindows:
        return RallyWindows(rallies, frames, size, recipe.variety, background)

    sources: list[tuple[WindowSource, float]] = []
    others: list[WindowSource] = [real(r) for r in (ingredients.older, ingredients.simulated) if r]
    if ingredients.procedural:
        scale = max(input_spec.width, input_spec.height) / _SIDE
        others.append(Procedural(frames, size, background, scale))
    other = (recipe.other if ingredients.new else 1.0) if others else 0.0
    if ingredients.new:
        new = real(ingredients.new)
        flights = lifted(ingredients.new, frames) if recipe.laid else []
        laid = recipe.laid if len(flights) >= _FEWEST_FLIGHTS else 0.0
        sources.append((new, (1 - other) * (1 - laid)))
        if laid:
            transplants = Transplants(new, flights, recipe.variety)
            sources.append((transplants, (1 - other) * laid))
    sources += [(source, other / len(others)) for source in others]
    if not sources:
        raise ValueError("there is nothing to draw windows from")
    return Mixture(*zip(*sources, strict=True))


def crop(input_spec: InputSpec) -> tuple[int, int]:
    """Width and height of windows: half those of a wide picture, in steps that the net can take."""
    height = input_spec.height
    if input_spec.height == input_spec.width:  # a box for pictures of any shape
        height = input_spec.width * 9 // 16
    return input_spec.filled(input_spec.width // 2, height // 2)
