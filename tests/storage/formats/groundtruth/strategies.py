"""Labels of every task as hypothesis draws them."""

from datetime import UTC, datetime

from hypothesis import strategies as st

from storage.formats.common.json_document import Object
from storage.formats.groundtruth.schema.labels import (
    Choices,
    ClassChoice,
    ImageBox,
    ImageBoxes,
    Label,
    Reference,
    Verdict,
)
from storage.formats.groundtruth.schema.manifest import ManifestLine, Pair
from storage.formats.groundtruth.schema.metadata import (
    BOXES,
    CLIP,
    MULTI,
    SINGLE,
    VERIFICATION,
    VIDEO_DETECTION,
    VIDEO_TRACKING,
    Metadata,
)
from storage.formats.groundtruth.schema.seqlabel import (
    Annotation,
    AnnotationBox,
    LabelledFrame,
    Outline,
    Point,
    SeqLabel,
    Tool,
)
from storage.formats.groundtruth.schema.sequence_file import SequenceFile, SequenceFrame

pixels = st.integers(-50, 4000)
sizes = st.integers(1, 4000)
unit = st.floats(0, 1).map(lambda number: round(number, 4))
words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
ids = st.integers(0, 40)
attributes = st.dictionaries(words, words, max_size=2)
foreign = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | words | st.floats(-9, 9),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(words, inner, max_size=2),
    max_leaves=4,
)
notes: st.SearchStrategy[Object] = st.dictionaries(
    words.map(lambda word: f"theirs {word}"), foreign, max_size=3
)


@st.composite
def image_boxes(draw: st.DrawFn) -> ImageBoxes:
    box = st.builds(
        lambda id, x, y, w, h, sure: ImageBox(id, x, y, w, h, sure), ids, *[pixels] * 2, sizes,
        sizes, unit
    )  # fmt: skip
    found = draw(st.lists(box, max_size=3))
    classes = {str(each.class_id): f"class {each.class_id}" for each in found}
    return ImageBoxes(tuple(found), classes, draw(sizes), draw(sizes))


@st.composite
def several(draw: st.DrawFn) -> Choices:
    chosen = draw(st.lists(ids, unique=True, max_size=4))
    names = {str(each): f"class {each}" for each in chosen}
    return Choices(tuple(chosen), names, {id: draw(unit) for id in names})


references = st.builds(
    Reference, words.map(lambda word: f"s3://club/{word}"), st.dictionaries(ids.map(str), words)
)
choices = st.builds(ClassChoice, ids, words, unit)
verdicts = st.builds(Verdict, ids, words, unit, st.lists(words, max_size=2).map(tuple))
LABELS: dict[str, st.SearchStrategy[Label]] = {
    BOXES: image_boxes(),
    VIDEO_DETECTION: references,
    VIDEO_TRACKING: references,
    CLIP: choices,
    SINGLE: choices,
    MULTI: several(),
    VERIFICATION: verdicts,
}
times = st.datetimes(datetime(2016, 1, 1), datetime(2036, 1, 1), timezones=st.just(UTC))


def metadata(type: str) -> st.SearchStrategy[Metadata]:
    job = st.from_regex(r"[a-zA-Z0-9](-?[a-zA-Z0-9]){0,20}", fullmatch=True)
    adjusted = st.none() | st.booleans()
    return st.builds(Metadata, st.just(type), job, st.booleans(), times, adjusted)


@st.composite
def manifest_lines(draw: st.DrawFn, type: str) -> ManifestLine:
    """A line with a chain of one to three labels of `type`."""
    names = ["ball", "ball-adj1", "ball-adj2"][: draw(st.integers(1, 3))]
    pairs = [Pair(name, draw(LABELS[type]), draw(metadata(type))) for name in names]
    address = draw(words.map(lambda word: f"s3://club/{word}.jpeg"))
    kept = draw(st.just({}) | notes.map(lambda more: {"source-ref": address, **more}))
    return ManifestLine(address, tuple(pairs), kept=kept)


_places = st.floats(-50, 4000).map(lambda number: round(number, 3))
_points = st.builds(Point, _places, _places)
_SHAPES: dict[Tool, st.SearchStrategy[AnnotationBox | Point | Outline]] = {
    Tool.BOX: st.builds(AnnotationBox, *[pixels.map(float)] * 2, *[sizes.map(float)] * 2),
    Tool.KEYPOINT: _points,
    Tool.POLYLINE: st.builds(Outline, st.lists(_points, min_size=1, max_size=4).map(tuple)),
    Tool.POLYGON: st.builds(Outline, st.lists(_points, min_size=1, max_size=4).map(tuple)),
}


@st.composite
def seqlabels(draw: st.DrawFn, tool: Tool) -> SeqLabel:
    """The labels of a sequence, drawn with `tool`."""
    tracking = draw(st.booleans())
    identity = st.tuples(st.uuids().map(str), words.map(lambda word: f"{word}:1"))
    none = st.just(("", ""))
    entry = st.builds(
        lambda shape, id, told, named: Annotation(shape, str(id), told, *named),
        _SHAPES[tool],
        ids,
        attributes,
        identity if tracking else none,
    )
    frames = [
        LabelledFrame(
            f"frame_{number:06d}.jpeg",
            number,
            tool,
            tuple(draw(st.lists(entry, max_size=3))),
            draw(attributes),
        )
        for number in sorted(draw(st.sets(st.integers(0, 1999), max_size=4)))
    ]
    return SeqLabel(tracking, tuple(frames))


@st.composite
def sequence_files(draw: st.DrawFn) -> SequenceFile:
    """A sequence of a few frames."""
    count = draw(st.integers(0, 5))
    stamps = st.none() | st.integers(0, 2_000_000_000)
    frames = [SequenceFrame(f"frame_{n:06d}.jpeg", n, draw(stamps)) for n in range(count)]
    return SequenceFile(draw(st.integers(1, 99)), "s3://club/m7/", tuple(frames))
