"""Splits of labelled clips: whole groups are held out, and every class is on both sides."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from hashlib import sha256

from inference.clips.data.labelled_clip import LabelledClip, class_counts
from inference.training.splits import NOTHING, Split, split_footage
from storage.errors import UserError

_SHARE = 0.2  # of each class that is held out, about
_LARGEST = 1 / 3  # of a class that is held out by chance, where there are other groups
_NAMED = 3  # groups or classes that a message names
_FOLD = re.compile(r"fold (\d{1,3})/(\d{1,3})", re.ASCII)  # the name of one of some folds


def split_clips(
    clips: Sequence[LabelledClip], hold_out: Sequence[str] = (), frozen: Collection[str] = ()
) -> Split[LabelledClip]:
    """Divide `clips` into training and validation set by whole groups.

    `hold_out` names the validation set by the beginnings of clips' names, files, folders or groups,
    or as "fold 2/5": the second of five parts that hold out each group once; else it is what was
    `frozen`, as far as it is there, with its groups; else groups by chance, but always the same,
    about a fifth of each class. UserError for a split that parts a group, or leaves a class out on
    one side.
    """
    fold = _FOLD.fullmatch(hold_out[0]) if len(hold_out) == 1 else None
    if fold:
        split = _fold(clips, int(fold[1]), int(fold[2]))
    elif hold_out and list(hold_out) != [NOTHING]:
        split = _named(clips, hold_out)
        refuse_leaks(split)
    elif hold_out:
        return Split(tuple(clips), ())
    else:
        groups = {clip.group for clip in clips if clip.video in frozen} or _chosen(clips)
        split = _by_groups(clips, groups)
    _check_classes(split)
    return split


def refuse_leaks(split: Split[LabelledClip]) -> None:
    """Raise UserError if a group is on both sides."""
    parted = sorted(
        {clip.group for clip in split.training} & {clip.group for clip in split.validation}
    )
    if not parted:
        return
    group = parted[0]
    pair = [
        next(clip.name for clip in side if clip.group == group)
        for side in (split.training, split.validation)
    ]
    count = f"{len(parted)} groups of clips are" if len(parted) > 1 else "One group of clips is"
    raise UserError(
        f"{count} on both sides of this split: {pair[0]} would be trained on, and {pair[1]}, "
        "which shows the same scene, person or match, would be held out.",
        "Hold out whole groups, or leave --hold-out away: what is measured otherwise is memory.",
    )


def _fold(clips: Sequence[LabelledClip], number: int, count: int) -> Split[LabelledClip]:
    """The `number`-th of `count` folds of about equally many clips, in each of which groups are."""
    if not 1 <= number <= count or count < 2:
        raise UserError(
            f"There is no fold {number} of {count}.", "Folds are named like 'fold 2/5'."
        )
    sizes = Counter(clip.group for clip in clips)
    held_out: list[set[str]] = [set() for _ in range(count)]
    for group in sorted(sizes, key=lambda group: (-sizes[group], _lot(group))):
        min(held_out, key=lambda fold: sum(sizes[each] for each in fold)).add(group)
    return _by_groups(clips, held_out[number - 1])


def _named(clips: Sequence[LabelledClip], names: Sequence[str]) -> Split[LabelledClip]:
    """By groups where a name is that of one, else as files and folders are named."""
    groups = {clip.group for clip in clips}
    chosen = {clip.key for clip in clips if clip.group in names}
    rest = [name for name in names if name not in groups]
    if rest:
        chosen |= {clip.key for clip in split_footage(clips, rest).validation}
    training = tuple(clip for clip in clips if clip.key not in chosen)
    return Split(training, tuple(clip for clip in clips if clip.key in chosen))


def _chosen(clips: Sequence[LabelledClip]) -> set[str]:
    """Groups in an order by chance, each if a class still needs it and none loses too many."""
    counts = class_counts(clips)
    members: dict[str, Counter[str]] = {}
    for clip in clips:
        members.setdefault(clip.group, Counter())[clip.label] += 1
    held_out: Counter[str] = Counter()
    chosen: set[str] = set()
    for group in sorted(members, key=_lot):
        needed = any(held_out[label] < _SHARE * counts[label] for label in members[group])
        fits = all(
            held_out[label] + number <= max(_LARGEST * counts[label], 1)
            for label, number in members[group].items()
        )
        if needed and fits:
            chosen.add(group)
            held_out += members[group]
    return chosen


def _by_groups(clips: Sequence[LabelledClip], groups: Collection[str]) -> Split[LabelledClip]:
    return Split(
        tuple(clip for clip in clips if clip.group not in groups),
        tuple(clip for clip in clips if clip.group in groups),
    )


def _check_classes(split: Split[LabelledClip]) -> None:
    sides = {"trained on": split.training, "held out": split.validation}
    every = {clip.label for side in sides.values() for clip in side}
    for what, side in sides.items():
        if missing := sorted(every - {clip.label for clip in side}):
            more = f" and {len(missing) - _NAMED} more" if len(missing) > _NAMED else ""
            raise UserError(
                f"No clip of {', '.join(missing[:_NAMED])}{more} would be {what}.",
                "Label clips of each class in several scenes, or choose groups with --hold-out; "
                "--hold-out nothing trains on all of them without a validation.",
            )


def _lot(group: str) -> str:
    """What the order of groups goes by: chance, but the same on every machine."""
    return sha256(group.encode(errors="replace")).hexdigest()
