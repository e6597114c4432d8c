"""COCO's annotations of objects, read: a ball from its key point, else from its box or outline."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from storage.errors import UserError
from storage.foreign_files import files_inside
from storage.formats.coco.document import (
    CocoAnnotation,
    CocoFile,
    CocoImage,
    Id,
    joined,
    read_document,
)
from storage.formats.common.ball_selection import Sighting, ball_class, boxes_of, select_balls
from storage.formats.common.boxes import PixelScale
from storage.formats.common.choices import NO_OPTIONS, ReadOptions, choose_source
from storage.formats.common.json_document import read_json
from storage.formats.common.label_set import LabelSet, LabelTarget
from storage.formats.common.picture_files import size_beside
from storage.formats.common.picture_fit import fit_of, scale_onto
from storage.formats.common.picture_frames import frames_of_names
from storage.formats.common.problems import FormatError, Problems, Report
from storage.formats.common.text_files import line_count, read_label_bytes
from storage.quantities import plural
from storage.records import BallRow, Source, Visibility

_PART = re.compile(r"(instances_)?(default|train|val|valid|validation|test)\d*\.json")


def read_coco(path: Path, target: LabelTarget, options: ReadOptions = NO_OPTIONS) -> LabelSet:
    """Balls and other objects of the target in the COCO file at `path`, or the one in that folder.

    The frame of a picture comes from its own field, else from the names. Sizes other than the
    video's are scaled. Raises UserError for what is no such file, for pictures that fit no frame,
    and where a choice is missing.
    """
    files = _files_in(path)
    content = _load(files, strict=True)
    ball = _ball(content, options)
    left_out = _left_out(files[0], content, ball)
    content = _of_source(content, target, options)
    frames = _frames(content, target, options)
    way = fit_of(options, (files[0].parent, files[0].parent.parent)).way
    beside = _scale_beside(files[0], content, target, options, way)
    pictures = _CocoPictures(content, frames, target, beside, way)
    seen = list(pictures.sightings(ball))
    name = content.classes[ball]
    balls = [sighting for sighting in seen if sighting.name == name]
    selection = select_balls(balls, options.ball, target.video.width, options.complete)
    boxes = (*selection.boxes, *boxes_of([sighting for sighting in seen if sighting.name != name]))
    notes = (*selection.notes, *left_out, *_assumed(content, target, options))
    return LabelSet(selection.balls, boxes, notes=notes)


def check_coco(path: Path) -> Report:
    """What the COCO file at `path`, or the one in that folder, holds, and what is wrong with it."""
    files = _files_in(path)
    problems = Problems(files[0])
    content = CocoFile()
    lines = sum(line_count(read_label_bytes(file)) for file in files)
    with problems.at():
        content = _load(files, strict=False)
    for odd in content.odd:
        problems.add(f"{odd.where}: {odd.what}")
    _check_places(content, problems)
    ours = any(image.mapped.frame >= 0 for image in content.images)
    if not content.annotations and not ours and not problems.all:
        problems.add("there are no annotations.")
    sources = {each.mapped.label.source for each in content.images if each.mapped.label}
    names = content.classes
    return Report(
        kind="coco",
        lines=lines,
        frames=len(content.images),
        labels=dict(Counter(names[each.category] for each in content.annotations)),
        classes={str(id): name for id, name in names.items()},
        type="keypoints" if any(each.point for each in content.annotations) else "boxes",
        human=None if not sources else (sources == {Source.HUMAN} or None),
        problems=problems.all,
    )


@dataclass(frozen=True, slots=True)
class _CocoPictures:
    """The images that are frames of the target, with what is drawn in them."""

    content: CocoFile
    frames: Mapping[Id, int]
    target: LabelTarget
    scale: PixelScale  # of those that do not tell their size
    way: str  # how they were made from frames of another shape

    def sightings(self, ball: Id) -> Iterator[Sighting]:
        """All objects, and the frames without a ball; our own files say which these are."""
        name = self.content.classes[ball]
        for image, annotations in self._images():
            for annotation in annotations:
                yield self._sighting(annotation, image)
            if not any(
                self.content.classes[annotation.category] == name for annotation in annotations
            ):
                frame = self.frames[image.id]
                absent = image.mapped.absent or BallRow(frame, Visibility.ABSENT)
                yield Sighting(absent, name=name, implied=image.mapped.frame < 0)

    def _images(self) -> Iterator[tuple[CocoImage, list[CocoAnnotation]]]:
        of_image: dict[Id, list[CocoAnnotation]] = {}
        for annotation in self.content.annotations:
            of_image.setdefault(annotation.image, []).append(annotation)
        for image in self.content.images:
            if image.id in self.frames:
                yield image, of_image.get(image.id, [])

    def _sighting(self, annotation: CocoAnnotation, image: CocoImage) -> Sighting:
        scale = scale_onto(image.size, self.target, self.way) if image.size else self.scale
        x, y = scale.point(*annotation.place)
        source = Source.HUMAN if annotation.score is None else Source.MODEL
        sure = 1.0 if annotation.score is None else annotation.score
        row = BallRow(self.frames[image.id], annotation.visibility, x, y, sure, source)
        width, height = annotation.box.width * scale.across, annotation.box.height * scale.down
        name = self.content.classes[annotation.category]
        agreed = image.mapped.agreed(row)
        return Sighting(agreed, width, height, annotation.track, annotation.attributes, name)


def _files_in(path: Path) -> list[Path]:
    """The file; of a folder the one in it, or those of the parts of a data set."""
    if not path.is_dir():
        return [path]
    documents = list(files_inside(path, "annotations/*.json", "*.json"))
    parts = list(files_inside(path, "*/_annotations*.json")) or [
        document for document in documents if _PART.fullmatch(document.name)
    ]
    if len(documents) != 1 and not parts:
        raise UserError(
            f"There are {len(documents)} JSON files in {path}.",
            "Choose the one with the annotations.",
        )
    return parts or documents


def _load(files: Sequence[Path], strict: bool) -> CocoFile:
    """The content of all files: the parts of a data set have their pictures from one video."""
    contents = []
    for file in files:
        if strict:
            with Problems(file, strict=True).at():
                contents.append(read_document(read_json(file)))
        else:
            contents.append(read_document(read_json(file)))
    return contents[0] if len(contents) == 1 else joined(contents)


def _assumed(content: CocoFile, target: LabelTarget, options: ReadOptions) -> list[str]:
    """A note where the fields of frames could also count from 1."""
    given_numbers = [
        image.frame_number for image in content.images if image.frame_number is not None
    ]
    video = target.video.frames
    if (
        not given_numbers
        or options.first_number is not None
        or 0 in given_numbers
        or video in (max(given_numbers), len(given_numbers))
    ):
        return []
    return ["The frame numbers of the pictures were read as counting from 0 (--first-number)."]


def _check_places(content: CocoFile, problems: Problems) -> None:
    images = {image.id: image for image in content.images}
    for place, annotation in enumerate(content.annotations):
        x, y = annotation.place
        size = images[annotation.image].size
        if size is not None and not (-1 <= x <= size[0] and -1 <= y <= size[1]):
            name = content.classes[annotation.category]
            where = f"annotations[{place}]: {name} at {x:.1f}, {y:.1f}"
            problems.add(f"{where} is outside of its picture.")


def _ball(content: CocoFile, options: ReadOptions) -> Id:
    """The class that is the ball."""
    ids = list(content.classes)
    used = {ids.index(annotation.category) for annotation in content.annotations}
    names = dict(enumerate(content.classes.values()))
    return ids[ball_class(names, options.class_name, used=used)]


def _left_out(file: Path, content: CocoFile, ball: Id) -> list[str]:
    """What is to be said of elements that cannot be read; one of a ball refuses the file."""
    for odd in content.odd:
        if odd.category == ball and not odd.stray:
            raise FormatError(f"{odd.where}: {odd.what}", 1, file)
    if not content.odd:
        return []
    first = content.odd[0]
    return [
        f"Left out: {plural(len(content.odd), 'element')}; the first, {first.where}: {first.what}"
    ]


def _of_source(content: CocoFile, target: LabelTarget, options: ReadOptions) -> CocoFile:
    """The images that are of the target, where the file is of several videos."""
    if any(image.mapped.frame >= 0 for image in content.images):
        return content
    groups = _groups(content)
    if len(groups) < 2 and not (options.source and content.videos):
        return content
    names = {
        id: [content.videos.get(id, str(id)), str(id), *_folders(images)]
        for id, images in groups.items()
    }
    mine = groups[choose_source(names, target.video, options.source)]
    ids = {image.id for image in mine}
    annotations = [annotation for annotation in content.annotations if annotation.image in ids]
    return CocoFile(mine, annotations, content.classes, content.videos, content.odd)


def _groups(content: CocoFile) -> dict[Id, list[CocoImage]]:
    """Images by their video: its id, else their folder where two folders hold the same names."""
    groups: dict[Id, list[CocoImage]] = {}
    if any(image.source is not None for image in content.images):
        for image in content.images:
            groups.setdefault("" if image.source is None else image.source, []).append(image)
        return groups
    names = [_split(image.name) for image in content.images]
    if len({name for _, name in names}) == len(names):
        return {"": content.images}
    for image, (folder, _) in zip(content.images, names, strict=True):
        groups.setdefault(folder, []).append(image)
    return groups


def _split(name: str) -> tuple[str, str]:
    folder, _, last = name.replace("\\", "/").rpartition("/")
    return folder, last


def _folders(images: Sequence[CocoImage]) -> list[str]:
    return sorted({_split(image.name)[0] for image in images} - {""})


def _frames(content: CocoFile, target: LabelTarget, options: ReadOptions) -> dict[Id, int]:
    """Frame of the target by id of the image, for the images that are of it."""
    video = target.video
    if ours := [image for image in content.images if image.mapped.frame >= 0]:
        mine = {
            image.id: image.mapped.frame
            for image in ours
            if image.mapped.video == video.fingerprint
        }
        if not mine:
            raise UserError(
                "The labels are of other videos than this one.", "Choose the video they are of."
            )
        return mine
    numbers = {image.id: image.frame_number for image in content.images}
    numbered = {id: number for id, number in numbers.items() if number is not None}
    if numbered and len(set(numbered.values())) == len(numbers):
        first = options.first_number
        if first is None:  # most programs count from 0; who reaches the number of frames from 1
            first = (
                1 if min(numbered.values()) >= 1 and max(numbered.values()) == video.frames else 0
            )
        return {id: number - first for id, number in numbered.items()}
    _refuse_copies(content)
    names = [image.name for image in content.images]
    frames = frames_of_names(names, video, options)
    return {image.id: frames[image.name] for image in content.images if image.name in frames}


def _refuse_copies(content: CocoFile) -> None:
    """Images of one name are one picture, unless several of them have labels of their own."""
    labelled = {each.image for each in content.annotations}
    seen: set[str] = set()
    for image in content.images:
        if image.id in labelled and image.name in seen:
            raise UserError(
                f"Several pictures with labels are called {image.name[-60:]!r}.",
                "They may be of several videos: export each video by itself.",
            )
        if image.id in labelled:
            seen.add(image.name)


def _scale_beside(
    file: Path, content: CocoFile, target: LabelTarget, options: ReadOptions, way: str
) -> PixelScale:
    """The scale of images whose size only the pictures tell, if they are at hand."""
    bare = [image.name for image in content.images if image.size is None][:20]
    size = size_beside(bare, (options.images, file.parent, file.parent.parent)) if bare else None
    return scale_onto(size, target, way) if size else PixelScale()
