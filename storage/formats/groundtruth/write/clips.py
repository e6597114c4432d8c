"""Data sets of clips with the name of what happens in them."""

from collections.abc import Iterator, Sequence

from storage.errors import UserError
from storage.formats.common.json_document import Object, document
from storage.formats.export.request import GroundTruthRequest, LabelledVideo
from storage.formats.groundtruth.schema.categories import Category, LabelCategories
from storage.formats.groundtruth.schema.labels import ClassChoice
from storage.formats.groundtruth.schema.layout import (
    Layout,
    Medium,
    chosen_events,
    chosen_ranges,
    manifests,
    wanted,
)
from storage.formats.groundtruth.schema.manifest import MAX_LINES, ManifestLine, Pair
from storage.formats.groundtruth.schema.metadata import CLIP, Metadata
from storage.formats.groundtruth.schema.names import attribute_name, fit_name
from storage.formats.groundtruth.schema.origins import ORIGIN, origin_of
from storage.formats.groundtruth.write.sequences import CATEGORIES
from storage.records import Clip

MAX_CLASSES = 30  # of a clip classification job


def clips_layout(request: GroundTruthRequest) -> Layout:
    """The files of a data set of the named clips, and of the surroundings of events if asked for.

    Raises UserError if there are none, or more names than a job takes.
    """
    media = list(_media(request))
    names = sorted({medium.clip.name for medium in media})
    if not media:
        raise UserError(
            "There are no named clips to export.",
            "Name some clips, or choose how many frames around an event make one.",
        )
    if len(names) > MAX_CLASSES:
        raise UserError(
            f"The clips have {len(names)} names; a job allows {MAX_CLASSES}.",
            "Choose some of them.",
        )

    def documents(root: str) -> Iterator[tuple[str, str]]:
        categories = LabelCategories(tuple(map(Category, names)))
        yield CATEGORIES, document(categories.to_json())
        lines = [_line(request, root, medium, names) for medium in media]
        yield from manifests(lines, MAX_LINES)

    return Layout(media, documents, len(media))


def _media(request: GroundTruthRequest) -> Iterator[Medium]:
    for number, labelled in enumerate(request.videos, 1):
        places: set[str] = set()
        for clip in sorted(set(_clips(request, labelled)), key=_order):
            place = f"clips/{number:04d}/{_file_name(clip, places)}"
            yield Medium(place, labelled, clip, still=False)


def _clips(request: GroundTruthRequest, labelled: LabelledVideo) -> Iterator[Clip]:
    length, parts = len(labelled.table), list(chosen_ranges(labelled))
    for clip in labelled.clips:
        inside = any(part.start <= clip.first and clip.stop <= part.stop for part in parts)
        if clip.name and inside and wanted(request, clip.name):
            yield clip
    for event in chosen_events(request, labelled) if request.around else ():
        if any(event.frame in part for part in parts):
            first, last = event.frame - request.around, event.frame + request.around
            yield Clip(max(0, first), min(length, last + 1), event.name)


def _order(clip: Clip) -> tuple[int, int, str]:
    return clip.first, clip.stop, clip.name


def _file_name(clip: Clip, taken: set[str]) -> str:
    stem = f"{clip.first:06d}-{clip.stop - 1:06d}-{fit_name(clip.name, 'clip', 40)}"
    name, number = stem, 2
    while name.lower() in taken:
        name, number = f"{stem}-{number}", number + 1
    taken.add(name.lower())
    return f"{name}.mp4"


def _line(
    request: GroundTruthRequest, root: str, medium: Medium, names: Sequence[str]
) -> ManifestLine:
    address = f"{root}/{medium.place}"
    clip, table = medium.clip, medium.video.table
    end = table.seconds(clip.stop) if clip.stop < len(table) else table.duration
    origin: Object = {
        **origin_of(medium.video.video),
        "first-frame": clip.first,
        "end-frame": clip.stop,  # the first one after the clip
        "seconds": [round(float(table.seconds(clip.first)), 4), round(float(end), 4)],
    }
    name = attribute_name(request.attribute, "action", reference=False)
    job = fit_name(request.job, fit_name(name, "touchline"))
    label = ClassChoice(names.index(clip.name), clip.name)
    pair = Pair(name, label, Metadata(CLIP, job, human=True, created=request.created))
    return ManifestLine(address, (pair,), kept={"source-ref": address, ORIGIN: origin})
