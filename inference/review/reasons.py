"""Why a frame is doubted, in words with numbers."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from inference.review.evidence import FrameState

Facts = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class DoubtedFrame:
    """A frame, what is known of it, and what raised its probability of being wrong."""

    state: FrameState
    facts: Facts  # in pixels of a picture 512 wide
    raised: Facts  # log odds by which each fact moved it
    scale: float  # display pixels to one of a picture 512 wide


def reason_text(frame: DoubtedFrame) -> str:
    """The reason that counted most, as "Two candidates 84 px apart, 0.41 against 0.38"."""
    if frame.state is FrameState.ABSENT:
        return _gap_text(frame)
    if frame.state is FrameState.FILLED:
        return f"Filled in over {_frames(frame.facts['gap'])} without a detection"
    by_weight = sorted(frame.raised, key=lambda name: -frame.raised[name])
    for name in by_weight:
        if frame.raised[name] > 0 and (text := _detected_text(name, frame)):
            return text
    return f"The score is {_score(frame.facts['score']):.2f}"


def _detected_text(name: str, frame: DoubtedFrame) -> str:
    facts = frame.facts
    score, second = _score(facts["score"]), _score(facts["second"])
    apart = np.expm1(facts["second_far"]) * frame.scale
    length = round(float(np.expm1(facts["run"])))
    match name:
        case "second" | "second_far" | "margin" | "margin_around" if second > 0.05:
            return f"Two candidates {apart:.0f} px apart, {score:.2f} against {second:.2f}"
        case "score":
            return f"The score is only {score:.2f}"
        case "around":
            return f"The scores around it are only {_score(facts['around']):.2f}"
        case "rough":
            jump = np.expm1(facts["rough"]) * frame.scale
            return f"The path jumps by {jump:.0f} px"
        case "speed":
            return f"It moves {np.expm1(facts['speed']) * frame.scale:.0f} px a frame"
        case "margin" | "margin_around":
            return f"Another path is nearly as good (score {score:.2f})"
        case "run" | "to_end" | "gap_near":
            return f"A ball in only {length} frames" if length < 12 else "The path ends here"
        case "static":
            seen = round(float(np.expm1(facts["static"])))
            return f"Something stands here in {seen} frames"
        case "still":
            moved = np.expm1(facts["still"]) * frame.scale
            return f"It hardly moves: {moved:.1f} px a frame"
        case "edge":
            return f"Only {facts['edge'] * frame.scale:.0f} px from the edge of the picture"
        case "busy":
            return f"A ball in only {facts['busy'] * 100:.0f} % of the frames around"
        case "other_differs":
            return "The other analysis says something else"
    return ""


def _gap_text(frame: DoubtedFrame) -> str:
    facts = frame.facts
    length = _frames(facts["gap"])
    if facts["isolated"]:
        text = f"No ball in {length}, in the whole shot"
    elif facts["one_sided"] and facts["start"] > facts["end"]:
        text = f"No ball in {length} from the start of the shot on"
    elif facts["one_sided"]:
        text = f"No ball in {length}, to the end of the shot"
    else:
        text = f"No ball in {length} between two flights"
    best = _score(facts["best"])
    if facts["other_differs"]:
        return f"{text}; the other analysis sees one"
    return f"{text}; a candidate of {best:.2f} was left out" if best > 0.1 else text


def _frames(logarithm: float) -> str:
    count = round(float(np.expm1(logarithm)))
    return "1 frame" if count == 1 else f"{count} frames"


def _score(log_odds: float) -> float:
    return float(1 / (1 + np.exp(-log_odds)))
