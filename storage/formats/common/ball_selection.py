"""Which class is the ball, and which of several balls in a frame is the one in play."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from storage.formats.common.boxes import DEFAULT_SIZE
from storage.formats.common.choices import ChoiceNeeded
from storage.formats.common.tracks import TrackNumbers
from storage.quantities import plural
from storage.records import BallRow, Box, Review, Source

_BALL = re.compile(
    r"(^|[^a-z])((tennis|foot|volley|base|basket|hand|soft|golf|soccer|cricket|pickle|beach)?ball"
    r"|shuttle|shuttlecock|birdie|puck|pelota|balon|balón|ballon|balle|palla|pallone|bola|bal|мяч|球)"
    r"(s|e|es)?($|[^a-z])"
)
_NO_BALL = re.compile(
    r"(^|[^a-z])(player|person|people|pedestrian|referee|umpire|goalkeeper|keeper|human|man|woman"
    r"|team|racket|racquet|bat|glove|stick|net|court|field|pitch|line|goal|hoop|rim|head|face|car"
    r"|vehicle|boy|girl|no[ _-]?ball|carrier)"
    r"s?($|[^a-z])"
)
_IN_PLAY = ("moving", "in_play", "inplay", "in play", "in-play", "active", "game_ball", "main")
_YES, _NO = ("true", "yes", "1"), ("false", "no", "0")
_SAME = 0.05  # pixels: two that are nearer say the same
_STILL = 0.01  # share of the picture's width: a track that moves less lies about
_LYING = 2.0  # pixels: sightings without a track that are nearer are of one lying ball
_OFTEN = 5  # frames in which something must lie at a place to be lying about there


@dataclass(frozen=True, slots=True)
class Sighting:
    """What a file says of a ball in one frame; no place: it says that there is none.

    `width` and `height` are those of its box in display pixels, 0 for a point. That there is none
    is `implied` where it follows from a picture in which no ball is drawn.
    """

    row: BallRow
    width: float = 0.0
    height: float = 0.0
    track: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    name: str = "ball"
    implied: bool = False


@dataclass(frozen=True, slots=True)
class Selection:
    """One ball a frame, the other balls as boxes, and what is to be said of the choice."""

    balls: tuple[BallRow, ...]
    boxes: tuple[Box, ...] = ()
    notes: tuple[str, ...] = ()


def ball_class(
    names: Mapping[int, str], wanted: str = "", known: bool = True, used: Collection[int] = ()
) -> int:
    """The number of the class that is the ball: `wanted`, the only one, or the one called so.

    `known`: the names are those of the file, not made up from its numbers. Of several that are
    called so the only one that is `used` counts. Raises ChoiceNeeded
    where no class or several could be meant.
    """
    listed = sorted(names.values())
    if wanted:
        like = [id for id, name in names.items() if name.casefold() == wanted.casefold()]
        like = _of_one_name(names, like, used) or [id for id in names if str(id) == wanted]
        if len(like) != 1:
            raise ChoiceNeeded("class_name", f"There is no class {wanted[:80]!r}.", listed)
        return like[0]
    others = {id for id, name in names.items() if _NO_BALL.search(name.lower())}
    like = [id for id, name in names.items() if known and _BALL.search(name.lower())]
    like = [id for id in like if id not in others]
    if len(like) > 1:
        exact = [id for id in like if names[id].casefold() == "ball"]
        like = exact or [id for id in like if id in used] or like
        like = _of_one_name(names, like, used)
    if len(names) == 1 and not others:
        like = list(names)
    if len(like) == 1:
        return like[0]
    raise ChoiceNeeded("class_name", "The file does not say which class is the ball.", listed)


def _of_one_name(names: Mapping[int, str], like: list[int], used: Collection[int]) -> list[int]:
    """One of several classes of the same name: Roboflow lists its project as a class, too."""
    if len(like) < 2 or len({names[id].casefold() for id in like}) > 1:
        return like
    return ([id for id in like if id in used] or like)[:1]


def select_balls(
    sightings: Iterable[Sighting],
    wanted: str = "",
    width: float = 1920.0,
    complete: bool = False,
) -> Selection:
    """One ball of each frame: as `wanted` says, by attribute, by movement, by confidence.

    `wanted` names a track, or an attribute as name=value; `width` is that of the picture. Balls
    that are not chosen become boxes, and where nothing decides all of a frame's do. Raises
    ChoiceNeeded where that would leave no ball at all, or nothing is as `wanted`.

    This is where it is decided which frames have no ball. A file must say so: by a row, a mark, a
    list of Ground Truth that is empty of balls, or a note of ours. A picture in which no ball is
    drawn (COCO, YOLO, CVAT for images) says nothing, whatever else is drawn there, as people label
    some classes in some pictures; unless the user says that the labels are `complete`.
    """
    every = list(sightings)
    there = [sighting for sighting in every if sighting.row.x is not None]
    untold = 0
    if not complete:
        untold = len({sighting.row.frame for sighting in every if sighting.implied})
        every = [sighting for sighting in every if not sighting.implied]
    if wanted:
        candidates = [sighting for sighting in there if _is_wanted(sighting, wanted)]
        if there and not candidates:
            raise ChoiceNeeded("ball", f"No ball is {wanted[:80]!r}.", _values(there))
    else:
        candidates = _without_lying(_in_play(there), width)
    chosen: dict[int, Sighting] = {}
    unclear: set[int] = set()
    for frame, some in _by_frame(candidates).items():
        best = _surest(_without_doubles(some), candidates)
        if best is None:
            unclear.add(frame)
        else:
            chosen[frame] = best
    if unclear and not chosen:
        title = f"In {plural(len(unclear), 'frame')} several balls could be the one in play."
        raise ChoiceNeeded("ball", title, _values(candidates))
    selection = _selection(every, there, chosen, unclear)
    if untold:
        note = (
            f"Left out: {plural(untold, 'picture')} without a ball. The file does not say that "
            "someone looked for it there; you can (--complete on the command line)."
        )
        return replace(selection, notes=(*selection.notes, note))
    return selection


def box_of(seen: Sighting, track: int | None) -> Box:
    """A sighting with a place as a box."""
    row = seen.row
    width, height = seen.width or DEFAULT_SIZE, seen.height or DEFAULT_SIZE
    x, y = row.x or 0.0, row.y or 0.0
    review = Review.CORRECTED if row.source == Source.HUMAN else Review.UNREVIEWED
    return Box(
        row.frame,
        seen.name,
        x - width / 2,
        y - height / 2,
        width,
        height,
        track,
        row.confidence,
        row.source,
        review,
    )


def boxes_of(sightings: Sequence[Sighting]) -> tuple[Box, ...]:
    """Sightings with a place as boxes; their tracks get numbers."""
    numbers = TrackNumbers(sighting.track for sighting in sightings)
    return tuple(box_of(sighting, numbers.number(sighting.track)) for sighting in sightings)


def _selection(
    every: Sequence[Sighting],
    there: Sequence[Sighting],
    chosen: Mapping[int, Sighting],
    unclear: set[int],
) -> Selection:
    rows = {frame: sighting.row for frame, sighting in chosen.items()}
    seen = {sighting.row.frame for sighting in there}
    tracks = {sighting.track for sighting in chosen.values()} or {
        sighting.track for sighting in every
    }
    for sighting in every:
        # that a ball lying about has left the picture says nothing of the one in play
        if (
            sighting.row.x is None
            and sighting.row.frame not in seen
            and sighting.track in tracks | {""}
        ):
            rows.setdefault(sighting.row.frame, sighting.row)
    taken = {id(sighting) for sighting in chosen.values()}
    others = [
        sighting
        for sighting in there
        if id(sighting) not in taken
        and not _says_the_same(sighting, chosen.get(sighting.row.frame))
    ]
    notes = []
    if others:
        notes.append(f"Kept as boxes: {plural(len(others), 'other ball')}.")
    if unclear:
        frames = plural(len(unclear), "frame")
        notes.append(
            f"In {frames} several balls could be the one in play; no ball was taken there. "
            "Choose which one is in play (--ball on the command line)."
        )
    balls = tuple(rows[frame] for frame in sorted(rows))
    return Selection(balls, boxes_of(others), tuple(notes))


def _by_frame(sightings: Iterable[Sighting]) -> dict[int, list[Sighting]]:
    frames: dict[int, list[Sighting]] = defaultdict(list)
    for sighting in sightings:
        frames[sighting.row.frame].append(sighting)
    return frames


def _is_wanted(sighting: Sighting, wanted: str) -> bool:
    name, equals, value = wanted.partition("=")
    if not equals:
        return sighting.track == wanted.strip()
    by_name = {key.casefold(): said for key, said in sighting.attributes.items()}
    return by_name.get(name.strip().casefold(), "").casefold() == value.strip().casefold()


def _values(sightings: Sequence[Sighting]) -> list[str]:
    """What may be chosen: attributes with few values, then tracks."""
    values: dict[str, set[str]] = defaultdict(set)
    for sighting in sightings:
        for name, value in sighting.attributes.items():
            values[name].add(value)
    attributes = [
        f"{name}={value}" for name in sorted(values) if len(values[name]) <= 4
        for value in sorted(values[name])
    ]  # fmt: skip
    tracks = Counter(sighting.track for sighting in sightings if sighting.track)
    return attributes + [track for track, _ in tracks.most_common()]


def _in_play(sightings: list[Sighting]) -> list[Sighting]:
    """Without those that an attribute marks as not in play, where one marks others as in play."""
    tracks = {sighting.track for sighting in sightings}
    for name in _IN_PLAY:
        values = [_told(sighting, name) for sighting in sightings]
        if len(tracks) > 1 and any(value in _YES for value in values):
            return [
                sighting
                for sighting, value in zip(sightings, values, strict=True)
                if value not in _NO
            ]
    return sightings


def _told(sighting: Sighting, name: str) -> str:
    for key, value in sighting.attributes.items():
        if key.casefold() == name:
            return value.strip().casefold()
    return ""


def _without_lying(sightings: list[Sighting], width: float) -> list[Sighting]:
    """Without balls that lie about while another one moves."""
    frames = _by_frame(sightings)
    if all(len(some) == 1 for some in frames.values()):
        return sightings
    if all(sighting.track for sighting in sightings):
        return _without_still_tracks(sightings, frames, width)
    return _without_still_places(sightings, frames)


def _without_still_tracks(
    sightings: list[Sighting], frames: Mapping[int, list[Sighting]], width: float
) -> list[Sighting]:
    xs: dict[str, list[float]] = defaultdict(list)
    ys: dict[str, list[float]] = defaultdict(list)
    for sighting in sightings:
        xs[sighting.track].append(sighting.row.x or 0.0)
        ys[sighting.track].append(sighting.row.y or 0.0)
    extents = {
        track: math.hypot(max(xs[track]) - min(xs[track]), max(ys[track]) - min(ys[track]))
        for track in xs
    }
    moving = {track for track, extent in extents.items() if extent > _STILL * width}
    beside = {
        sighting.track
        for some in frames.values()
        if any(other.track in moving for other in some)
        for sighting in some
    } - moving
    return [sighting for sighting in sightings if sighting.track not in beside]


def _without_still_places(
    sightings: list[Sighting], frames: Mapping[int, list[Sighting]]
) -> list[Sighting]:
    places: dict[tuple[int, int], set[int]] = defaultdict(set)
    for sighting in sightings:
        places[_cell(sighting, 0, 0)].add(sighting.row.frame)

    def lies(sighting: Sighting) -> bool:
        near = set().union(
            *(places.get(_cell(sighting, dx, dy), ()) for dx in (-1, 0, 1) for dy in (-1, 0, 1))
        )
        return len(near) >= max(_OFTEN, len(frames) // 4)

    lying = {id(sighting) for sighting in sightings if lies(sighting)}
    beside = {
        id(sighting)
        for some in frames.values()
        if any(id(other) not in lying for other in some)
        for sighting in some
        if id(sighting) in lying
    }
    return (
        [sighting for sighting in sightings if id(sighting) not in beside] if beside else sightings
    )


def _cell(sighting: Sighting, dx: int, dy: int) -> tuple[int, int]:
    return int((sighting.row.x or 0.0) // _LYING) + dx, int((sighting.row.y or 0.0) // _LYING) + dy


def _without_doubles(some: Sequence[Sighting]) -> list[Sighting]:
    """Of several that say the same the first one."""
    kept: list[Sighting] = []
    for sighting in some:
        if not any(_says_the_same(sighting, other) for other in kept):
            kept.append(sighting)
    return kept


def _says_the_same(sighting: Sighting, other: Sighting | None) -> bool:
    if other is None or sighting.row.visibility != other.row.visibility:
        return False
    dx = (sighting.row.x or 0.0) - (other.row.x or 0.0)
    dy = (sighting.row.y or 0.0) - (other.row.y or 0.0)
    return max(abs(dx), abs(dy)) < _SAME


def _surest(some: Sequence[Sighting], every: Sequence[Sighting]) -> Sighting | None:
    """The surest of a frame, else the one whose track is the longest; None where none is ahead."""
    if len(some) == 1:
        return some[0]
    ranked = sorted(some, key=lambda sighting: -sighting.row.confidence)
    if ranked[0].row.confidence > ranked[1].row.confidence:
        return ranked[0]
    if not all(sighting.track for sighting in some):
        return None
    lengths = Counter(sighting.track for sighting in every)
    ranked = sorted(some, key=lambda sighting: -lengths[sighting.track])
    return ranked[0] if lengths[ranked[0].track] > lengths[ranked[1].track] else None
