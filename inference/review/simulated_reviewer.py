"""An analyst who knows the labels reviews clips: what that costs, in which order."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from inference.review.ball_edits import Edits
from inference.review.doubt import DoubtModel
from inference.review.evidence import QueueInput
from inference.review.gap_bridging import bridge_gap
from inference.review.healing import heal, part_of_shot
from inference.review.queue import part_doubt
from inference.review.segments import ARRIVAL, SPEED, DoubtfulPlace
from inference.review.wrong_frames import LabelledBall, wrong_frames
from storage.records import BallLabel, BallTrackBuilder, Review, Source, Visibility, ball_key

GOAL = 0.99  # share of the visible balls that are to be within 4 pixels of 512
OVERLOOKED = 0.02  # share of wrong frames that the analyst takes for right
_GESTURE = 1.0  # seconds that a gesture takes
_LOOP = 0.5  # seconds before and after a place that are played with it
_WORTH = 0.3  # share of a filled gap that may be wrong for it to be kept
_STEP = 0.5  # seconds that a frame takes that is looked at by itself


@dataclass(eq=False)
class ReviewedClip:
    """A clip as the analyst has made it so far."""

    given: QueueInput
    truth: LabelledBall
    rate: float
    looked: NDArray[np.bool_] = field(init=False)
    mended: int = 0  # frames that healing has put right
    spoiled: int = 0  # and right ones that it has made wrong

    def __post_init__(self) -> None:
        self.looked = np.zeros(len(self.given.track), np.bool_)

    def __len__(self) -> int:
        return len(self.given.track)

    @property
    def wrong(self) -> NDArray[np.bool_]:
        """(T,)"""
        return wrong_frames(self.given.track, self.truth, self.given.width)

    @property
    def times(self) -> NDArray[np.float64]:
        """Seconds at which its frames are on screen."""
        return np.arange(len(self)) / self.rate

    def write(self, edits: Edits) -> None:
        """Take labels as the library would."""
        builder = BallTrackBuilder.of(self.given.track)
        for key, label in edits.items():
            if isinstance(label, BallLabel):
                frame = int(key.removeprefix("ball/"))
                builder.visibility[frame] = label.visibility
                builder.x[frame] = np.nan if label.x is None else label.x
                builder.y[frame] = np.nan if label.y is None else label.y
                builder.source[frame], builder.review[frame] = label.source, label.review
                builder.confidence[frame] = 1
        self.given = replace(self.given, track=builder.build())


@dataclass(eq=False)
class ReviewCost:
    """What has been spent so far."""

    looked: int = 0  # distinct frames
    gestures: int = 0
    seconds: float = 0.0
    reached: bool = False  # GOAL


@dataclass(frozen=True, slots=True)
class ReviewStyle:
    """How the analyst works."""

    heals: bool = True
    fills: bool = True  # gaps, with one key


def share_right(clips: list[ReviewedClip]) -> float:
    """Of the visible balls, those within 4 pixels of 512."""
    visible = sum(int(clip.truth.visible.sum()) for clip in clips)
    missed = sum(int((clip.wrong & clip.truth.visible).sum()) for clip in clips)
    return 1 - missed / max(visible, 1)


def review_places(
    clips: list[ReviewedClip],
    places: Iterator[tuple[int, DoubtfulPlace]],
    style: ReviewStyle,
    seed: int = 1,
    after: Callable[[int], None] = lambda clip: None,
) -> ReviewCost:
    """Visit `places`, a clip's number and a place each, until GOAL is reached or none are left.

    `after` is told the clip of each place that has been reviewed.
    """
    random, cost = np.random.default_rng(seed), ReviewCost()
    for number, place in places:
        if share_right(clips) >= GOAL:
            break
        clip = clips[number]
        clip.looked[place.first : place.stop] = True
        cost.seconds += ARRIVAL + ((place.stop - place.first) / clip.rate + 2 * _LOOP) / SPEED
        gestures = _mend(clip, range(place.first, place.stop), style, random) + 1  # go on
        cost.gestures += gestures
        cost.seconds += gestures * _GESTURE
        after(number)
    cost.reached = share_right(clips) >= GOAL
    cost.looked = sum(int(clip.looked.sum()) for clip in clips)
    return cost


def review_frames(clips: list[ReviewedClip], style: ReviewStyle, seed: int = 1) -> ReviewCost:
    """Look at frame after frame, a gesture each, and one more where it is wrong."""
    random, cost = np.random.default_rng(seed), ReviewCost()
    for clip in clips:
        for frame in range(len(clip)):
            if not frame % 16 and share_right(clips) >= GOAL:
                break
            clip.looked[frame] = True
            gestures = _mend(clip, range(frame, frame + 1), style, random) + 1
            cost.gestures += gestures
            cost.seconds += _STEP + (gestures - 1) * _GESTURE
    cost.reached = share_right(clips) >= GOAL
    cost.looked = sum(int(clip.looked.sum()) for clip in clips)
    return cost


class LivingQueue:
    """Places of several clips, worst first, judged again after each that is reviewed."""

    def __init__(self, clips: list[ReviewedClip], model: DoubtModel) -> None:
        self._clips, self._model = clips, model
        self._places: dict[int, list[DoubtfulPlace]] = {}
        for number in range(len(clips)):
            self.judge(number)

    def judge(self, number: int) -> None:
        """Judge a clip again."""
        clip = self._clips[number]
        doubt = part_doubt(clip.given, self._model, 0, len(clip))
        self._places[number] = doubt.segments(clip.rate)

    def __iter__(self) -> Iterator[tuple[int, DoubtfulPlace]]:
        while waiting := [(n, ps[0]) for n, ps in self._places.items() if ps]:
            number, place = max(waiting, key=lambda w: w[1].worth(self._clips[w[0]].rate))
            self._places[number].pop(0)
            yield number, place


def _mend(
    clip: ReviewedClip, frames: range, style: ReviewStyle, random: np.random.Generator
) -> int:
    """Put right what is wrong in `frames`, decide the rest, and return the gestures it took."""
    gestures, inside = 0, np.zeros(len(clip), np.bool_)
    inside[frames.start : frames.stop] = True
    overlooked = random.random(len(clip)) < OVERLOOKED
    while len(wrong := np.flatnonzero(clip.wrong & inside & ~overlooked)):
        run = wrong[: int(np.flatnonzero(np.diff(np.append(wrong, len(clip) + 9)) > 1)[0]) + 1]
        if style.fills and len(run) > 1 and _fill(clip, run, frames):
            gestures += 1
            continue
        gestures += 1
        _correct(clip, int(run[len(run) // 2]), run, style)
    _decide(clip, frames)
    return gestures


def _fill(clip: ReviewedClip, run: NDArray[np.intp], frames: range) -> bool:
    """Fill a gap with one key, where that puts right most of what is seen of it."""
    before = clip.given.track
    if before.visibility[run].any() or not clip.truth.visible[run].all():
        return False
    edits = bridge_gap(before, clip.times, int(run[0]), clip.given.candidates.cut, clip.given.width)
    if not edits:
        return False
    was = int(clip.wrong.sum())
    clip.write(edits)
    # what is filled is seen at once, and taken back where it is not worth it
    if clip.wrong[run].mean() > _WORTH or was - clip.wrong.sum() < len(run) / 2:
        clip.given = replace(clip.given, track=before)
        return False
    return True


def _correct(clip: ReviewedClip, frame: int, run: NDArray[np.intp], style: ReviewStyle) -> None:
    """Say where the ball of `frame` is; where there is none, of the whole run at once."""
    truth, was = clip.truth, clip.wrong
    if not truth.visible[frame]:
        nothing = BallLabel(Visibility.ABSENT)
        none = run[~truth.visible[run]]
        clip.write({ball_key(int(at)): nothing for at in none})
        return
    x, y = float(truth.x[frame]), float(truth.y[frame])
    edits: Edits = {ball_key(frame): BallLabel(Visibility.CLEAR, x, y)}
    if style.heals:
        given = clip.given
        part = part_of_shot(0, given.candidates, given.track, given.width, frame)
        edits |= heal(part, frame, (x, y)).edits
    clip.write(edits)
    _count_healing(clip, was, np.array([frame]))


def _count_healing(clip: ReviewedClip, was: NDArray[np.bool_], said: NDArray[np.intp]) -> None:
    now, elsewhere = clip.wrong, np.ones(len(clip), np.bool_)
    elsewhere[said] = False
    clip.mended += int((was & ~now & elsewhere).sum())
    clip.spoiled += int((now & ~was & elsewhere).sum())


def _decide(clip: ReviewedClip, frames: range) -> None:
    """Accept what is shown in `frames`."""
    builder = BallTrackBuilder.of(clip.given.track)
    part = slice(frames.start, frames.stop)
    open_ = builder.review[part] == Review.UNREVIEWED
    builder.review[part] = np.where(open_, Review.ACCEPTED, builder.review[part])
    builder.source[part] = np.where(open_, Source.HUMAN, builder.source[part])
    builder.confidence[part] = 1
    clip.given = replace(clip.given, track=builder.build())
