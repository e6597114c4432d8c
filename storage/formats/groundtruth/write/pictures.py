"""Data sets of single pictures: boxes round the ball, or the events that happen in them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from storage.errors import UserError
from storage.formats.common.ball_rows import VISIBILITIES
from storage.formats.common.json_document import Object, document
from storage.formats.export.request import GroundTruthRequest, LabelledVideo
from storage.formats.export.tasks import GroundTruthTask
from storage.formats.groundtruth.schema.ball_shape import (
    BALL,
    BALL_ID,
    VISIBILITY,
    box_around,
    by_person,
)
from storage.formats.groundtruth.schema.categories import Category, LabelCategories
from storage.formats.groundtruth.schema.labels import (
    Choices,
    ClassChoice,
    ImageBox,
    ImageBoxes,
    Label,
)
from storage.formats.groundtruth.schema.layout import (
    Layout,
    Medium,
    chosen_events,
    chosen_ranges,
    chosen_rows,
    manifests,
    still,
    wanted,
)
from storage.formats.groundtruth.schema.manifest import MAX_LINES, ManifestLine, Pair
from storage.formats.groundtruth.schema.metadata import BOXES, MULTI, SINGLE, Metadata
from storage.formats.groundtruth.schema.names import attribute_name, fit_name, picture_name
from storage.formats.groundtruth.schema.origins import ORIGIN, origin_of
from storage.formats.groundtruth.write.sequences import CATEGORIES, nothing_to_export
from storage.records import DECIDED, BallRow, Event, Source

_MAX_CLASSES = 50  # of a multi-label job


@dataclass(frozen=True, slots=True)
class _LabelledPicture:
    """A labelled picture, and what else stands in its line."""

    medium: Medium
    label: Label
    human: bool
    passed: Object


def boxes_layout(request: GroundTruthRequest) -> Layout:
    """The files of a data set of boxes; frames that nobody has looked at are left out.

    Raises UserError if there is no label.
    """
    pictures = list(_boxes(request))
    if not pictures:
        raise nothing_to_export()
    return _layout(request, pictures, BOXES, BALL, [BALL])


def events_layout(request: GroundTruthRequest) -> Layout:
    """The files of a data set of the frames in which something happens.

    Raises UserError if there is no event, or if two happen in one frame and the task takes one.
    """
    names = event_names(request)
    multi = request.task == GroundTruthTask.IMAGE_MULTI_LABEL
    if multi and len(names) > _MAX_CLASSES:
        raise UserError(
            f"There are {len(names)} event classes; a job allows {_MAX_CLASSES} labels.",
            "Choose some of them.",
        )
    pictures = list(_events(request, names, multi))
    return _layout(request, pictures, MULTI if multi else SINGLE, "event", names)


def event_names(request: GroundTruthRequest) -> list[str]:
    """The kinds of events to take, in the order of their numbers. UserError if there is none."""
    names = {
        event.name
        for labelled in request.videos
        for _, events in _events_by_frame(request, labelled)
        for event in events
    }
    if not names:
        raise UserError(
            "There are no reviewed events to export.", "Mark some events, or accept proposed ones."
        )
    return sorted(names)


def _boxes(request: GroundTruthRequest) -> Iterator[_LabelledPicture]:
    for number, labelled in enumerate(request.videos if wanted(request, BALL) else (), 1):
        rows = chosen_rows(request, labelled)
        for frame in _frames(request, labelled):
            if (row := rows.get(frame)) is not None:
                seen: Object = {VISIBILITY: VISIBILITIES[row.visibility]}
                label = _ball(request, labelled, row)
                yield _picture(request, number, labelled, frame, label, by_person(row), seen)


def _ball(request: GroundTruthRequest, labelled: LabelledVideo, row: BallRow) -> ImageBoxes:
    size = (labelled.video.width, labelled.video.height)
    if row.x is None or row.y is None:
        return ImageBoxes((), {}, *size)
    box = box_around(labelled.video, row.x, row.y, request.radius)
    # 0 is "unknown", which is what boxes drawn by people have
    confidence = 0.0 if by_person(row) else round(row.confidence, 4)
    image_box = ImageBox(int(BALL_ID), box.left, box.top, box.width, box.height, confidence)
    return ImageBoxes((image_box,), {BALL_ID: BALL}, *size)


def _events(
    request: GroundTruthRequest, names: Sequence[str], multi: bool
) -> Iterator[_LabelledPicture]:
    for number, labelled in enumerate(request.videos, 1):
        for frame, events in _events_by_frame(request, labelled):
            if len(events) > 1 and not multi:
                raise UserError(
                    f"Frame {frame} of {labelled.video.path.name} is a {events[0].name} and a "
                    f"{events[1].name}; an image can have only one class.",
                    "Choose fewer classes, or the task with several classes per image.",
                )
            label = _choices(events, names) if multi else _choice(events[0], names)
            human = all(_human(event) for event in events)
            yield _picture(request, number, labelled, frame, label, human, {})


def _events_by_frame(
    request: GroundTruthRequest, labelled: LabelledVideo
) -> Iterator[tuple[int, list[Event]]]:
    by_frame: dict[int, dict[str, Event]] = {}
    for event in chosen_events(request, labelled):
        by_frame.setdefault(event.frame, {})[event.name] = event
    for frame in _frames(request, labelled):
        if frame in by_frame:
            yield frame, list(by_frame[frame].values())


def _frames(request: GroundTruthRequest, labelled: LabelledVideo) -> Iterator[int]:
    for frames in chosen_ranges(labelled, request.every):
        yield from frames


def _choice(event: Event, names: Sequence[str]) -> ClassChoice:
    return ClassChoice(names.index(event.name), event.name, _confidence(event))


def _choices(events: Sequence[Event], names: Sequence[str]) -> Choices:
    indices = {names.index(event.name): event for event in events}
    return Choices(
        tuple(indices),
        {str(index): event.name for index, event in indices.items()},
        {str(index): _confidence(event) for index, event in indices.items()},
    )


def _human(event: Event) -> bool:
    return event.source == Source.HUMAN or event.review in DECIDED


def _confidence(event: Event) -> float:
    return 0.0 if _human(event) else round(event.confidence, 4)


def _picture(
    request: GroundTruthRequest,
    number: int,
    labelled: LabelledVideo,
    frame: int,
    label: Label,
    human: bool,
    passed: Object,
) -> _LabelledPicture:
    place = f"frames/{number:04d}/{picture_name(frame, request.images)}"
    pts = int(labelled.table.pts[frame])
    origin: Object = {**origin_of(labelled.video), "frame": frame, "pts": pts}
    return _LabelledPicture(still(place, labelled, frame), label, human, {**passed, ORIGIN: origin})


def _layout(
    request: GroundTruthRequest,
    pictures: Sequence[_LabelledPicture],
    type: str,
    attribute: str,
    classes: Sequence[str],
) -> Layout:
    name = attribute_name(request.attribute, attribute, reference=False)

    def documents(root: str) -> Iterator[tuple[str, str]]:
        categories = LabelCategories(tuple(map(Category, classes)))
        yield CATEGORIES, document(categories.to_json())
        lines = [_line(request, root, picture, type, name) for picture in pictures]
        yield from manifests(lines, MAX_LINES)

    return Layout([picture.medium for picture in pictures], documents, len(pictures))


def _line(
    request: GroundTruthRequest, root: str, picture: _LabelledPicture, type: str, name: str
) -> ManifestLine:
    address = f"{root}/{picture.medium.place}"
    job = fit_name(request.job, fit_name(name, "touchline"))
    metadata = Metadata(type, job, picture.human, request.created)
    kept: Object = {"source-ref": address, **picture.passed}
    return ManifestLine(address, (Pair(name, picture.label, metadata),), kept=kept)
