"""What we write, everybody reads: extreme values in every field pass every export and check."""

from pathlib import Path
from uuid import UUID

import pytest

from app.workflows.label_import.files import ImportRequest, read_labels
from app.workflows.videos import open_video
from storage.bounds import MAX_PIXELS
from storage.formats.catalog import label_formats, load
from storage.formats.common.problems import Report
from storage.library.database import writing
from storage.library.journal.journal import write_gesture
from storage.library.journal.merging import DeviceEdits, merge_edits
from storage.library.library import Library
from storage.records import (
    BallLabel,
    Box,
    Clip,
    Event,
    Label,
    Review,
    Source,
    Video,
    Visibility,
    attributes,
    ball_key,
    box_key,
    clip_key,
    event_key,
)
from tests.app.rally import CLIP_FRAMES
from tests.app.workflows.export.conftest import Choose, exported
from tests.draining import drained
from tests.storage.library.trees import received

TASKS = [
    "keypoints",
    "object-tracking",
    "object-detection",
    "image-boxes",
    "image-classification",
    "image-multi-label",
    "clip-classification",
]
HOSTILE_TEXTS = [
    "\x1b]0;PWN\x07\0",
    "x" * 60_000,
    "=cmd|' /C calc'!A0",
    "<img src=/dev/zero>",
    "\u202egnp.exe",
    'a,"b";\tc',
    "\N{BALLOON}" * 300,
    "frame",
    "null",
    "-1",
]
FAR = [-1e300, 1e300, -MAX_PIXELS, MAX_PIXELS, 0.0, 1e-300, 5e-324, 123.456789012345]


def extremes() -> dict[str, Label | None]:
    """Extreme values in every field of every kind that says something of a video."""
    labels: dict[str, Label | None] = {}
    for number, place in enumerate(FAR):
        labels[ball_key(number)] = BallLabel(Visibility(1 + number % 3), place, -place)
        box = Box(number, HOSTILE_TEXTS[number], place, -place, abs(place) + 1e-9, 1e300, 1 << 61)
        labels[box_key(UUID(int=number))] = box
    labels[ball_key(len(FAR))] = BallLabel(Visibility.ABSENT, review=Review.REJECTED)
    labels[ball_key(CLIP_FRAMES - 1)] = BallLabel(Visibility.ABSENT, source=Source.INTERPOLATED)
    for number, text in enumerate(HOSTILE_TEXTS):
        frame = min(number, CLIP_FRAMES - 1)
        more = attributes({text: text, "Side": "x" * 5000, "side": "y", "end": "z"})
        labels[event_key(UUID(int=number))] = Event(
            frame, text, 1e-9, end=CLIP_FRAMES, attributes=more
        )
        labels[event_key(UUID(int=100 + number))] = Event(frame, text, 1.0)
        labels[clip_key(UUID(int=number))] = Clip(0, CLIP_FRAMES, text)
    return labels


@pytest.fixture
def hostile(library: Library, clip: Path) -> Video:
    """The clip with extreme labels of a person."""
    known = drained(open_video(library, clip)).video
    with library.connect() as db:
        write_gesture(db, known.fingerprint, extremes(), "\x1b\0" + "ana" * 500)
    return known


@pytest.fixture
def old(library: Library, clip: Path) -> Video:
    """The clip with the same labels as a version before there were bounds has stored them."""
    known = drained(open_video(library, clip)).video
    edits = [
        received(number, after=label, key=key)._replace(time="1970-01-01T00:00:00+00:00")
        for number, (key, label) in enumerate(extremes().items(), 1)
    ]
    with library.connect() as db, writing(db):
        merge_edits(db, known.fingerprint, [DeviceEdits("an old one", edits)])
    return known


@pytest.mark.parametrize("place", ["hostile", "old"])
@pytest.mark.parametrize(
    ("format", "task"),
    [(name, "") for name, format in label_formats().items() if name != "groundtruth"]
    + [("groundtruth", task) for task in TASKS],
)
def test_every_check_accepts_what_every_export_writes(
    library: Library,
    choose: Choose,
    request: pytest.FixtureRequest,
    place: str,
    format: str,
    task: str,
) -> None:
    known: Video = request.getfixturevalue(place)
    choice = choose(format, task=task, videos=(known.fingerprint,), effective=True)
    path = exported(library, choice)
    report: Report = load(label_formats()[format].check)(path)

    assert [problem for problem in report.problems if not problem.warning] == []
    assert report.labels or report.frames


@pytest.mark.parametrize("format", ["coco", "yolo", "mot", "cvat"])
def test_a_ball_outside_of_its_picture_is_not_in_it(
    library: Library, choose: Choose, hostile: Video, clip: Path, format: str
) -> None:
    path = exported(library, choose(format, videos=(hostile.fingerprint,), effective=True))
    inner = path / clip.stem if format == "mot" else path
    read = ImportRequest(inner, format)
    labels = drained(read_labels(drained(open_video(library, clip)), read))

    assert {row.x is not None for row in labels.balls if row.frame in (0, 1)} == {False}
