"""The clips of a training: found, grouped, divided, and checked to be enough."""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from app.workflows.classification.clip_tracks import with_tracks
from app.workflows.training.clip_sources import find_clips, listed_names
from app.workflows.training.request import TrainingRequest
from inference.clips.data.confounders import find_confounders
from inference.clips.data.glance import Glance, glances
from inference.clips.data.grouping import joined_groups
from inference.clips.data.labelled_clip import ClipClassData, LabelledClip, class_counts
from inference.clips.data.splits import split_clips
from inference.training.run import TrainingWorkspace
from inference.training.splits import Split
from inference.training.task import Initialization
from storage.errors import UserError
from storage.library.library import Library

FEWEST_CLIPS = 10  # of a class: fewer are not trained
FEW_CLIPS = 30  # of a class: what is measured on fewer says little
_ENOUGH = 5000  # clips that a net on pixels needs, from weights by chance
_CONFOUNDERS = 6  # that are told
_LIST = ".txt"
_FROM_PIXELS = ("resnet50", "r2plus1d")


def plan_clip_data(
    library: Library, request: TrainingRequest, initialization: Initialization
) -> Generator[object, None, tuple[ClipClassData, tuple[str, ...]]]:
    """The labelled clips in the sources of `request`, grouped by what they show.

    Yields while it looks. The notes tell the number of clips of every class, on both sides, and
    what gives a class away. UserError if a source is not there, the clips are too few, or the split
    leaks.
    """
    cache = TrainingWorkspace(library.trainings).cache
    found = yield from find_clips(library, [*request.sources, *request.replay])
    clips, rare = _frequent(found)
    looks: list[Glance] = []
    if all(clip.series is None for clip in clips):
        looks = yield from glances(clips, cache)
    groups = joined_groups(clips, looks)
    clips = [replace(clip, group=group) for clip, group in zip(clips, groups, strict=True)]
    split = split_clips(clips, list(_names(request.hold_out)), initialization.held_out)
    classes = tuple(sorted({clip.label for clip in clips}))
    data = ClipClassData(
        tuple(with_tracks(library, split.training)),
        tuple(with_tracks(library, split.validation)),
        classes,
    )
    notes = [*rare, *count_lines(split, classes), *_groups_note(found, clips)]
    confounders = find_confounders([look.traits for look in looks], [c.label for c in clips])
    notes += [f"Warning: {each.describe()}" for each in confounders[:_CONFOUNDERS]]
    notes += _from_scratch(request, initialization, len(split.training))
    return data, tuple(notes)


def count_lines(split: Split[LabelledClip], classes: Sequence[str]) -> Iterator[str]:
    """A table of how many clips each class has on both sides, and in how many groups."""
    training, validation = class_counts(split.training), class_counts(split.validation)
    wide = max(len(name) for name in (*classes, "class"))
    yield f"{'class':{wide}}  training  held out  groups"
    for name in classes:
        clips = (*split.training, *split.validation)
        groups = len({clip.group for clip in clips if clip.label == name})
        few = "  few: see the interval" if training[name] + validation[name] < FEW_CLIPS else ""
        yield f"{name:{wide}}  {training[name]:8,}  {validation[name]:8,}  {groups:6,}{few}"


def _frequent(found: Sequence[LabelledClip]) -> tuple[list[LabelledClip], list[str]]:
    """The clips of classes with enough of them, and a note on the others. UserError if too few."""
    counts = class_counts(found)
    rare = sorted(name for name, count in counts.items() if count < FEWEST_CLIPS)
    clips = [clip for clip in found if clip.label not in rare]
    if len(counts) - len(rare) < 2:
        told = ", ".join(f"{name} {count}" for name, count in counts.most_common(5))
        raise UserError(
            f"Clips of two classes are needed, {FEWEST_CLIPS} of each; there are: {told}.",
            "Label more clips.",
        )
    notes = [
        f"{name} has only {counts[name]} clips and is left out; {FEWEST_CLIPS} are needed."
        for name in rare
    ]
    return clips, notes


def _names(hold_out: Sequence[str]) -> Iterator[str]:
    """The names of what is to be held out; a list such as testlist01.txt stands for its clips."""
    for name in hold_out:
        path = Path(name).expanduser()
        if path.suffix.lower() == _LIST and path.is_file():
            yield from listed_names(path)
        else:
            yield name


def _groups_note(before: Sequence[LabelledClip], after: Sequence[LabelledClip]) -> list[str]:
    told, found = len({clip.group for clip in before}), len({clip.group for clip in after})
    note = f"{len(after):,} clips of {found:,} groups: scenes, people or matches, kept together."
    if found < told:
        note += f" {told - found:,} were joined as they look alike or are copies."
    return [note]


def _from_scratch(
    request: TrainingRequest, initialization: Initialization, clips: int
) -> list[str]:
    by_chance = initialization.parent is None and not request.options.get("weights")
    pixels = initialization.architecture in _FROM_PIXELS
    if not (by_chance and pixels and clips < _ENOUGH):
        return []
    return [
        f"Warning: {initialization.title} begins with weights by chance. With fewer than "
        f"{_ENOUGH:,} clips it is a demonstration rather than a model: begin with published "
        "weights (--weights), or with --preset lite0."
    ]
