"""What a manifest or its parts hold, counted while they are read."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from storage.formats.common.problems import Problems, Report
from storage.formats.groundtruth.check.line_checks import classes_of
from storage.formats.groundtruth.schema.labels import Choices, ClassChoice, ImageBoxes, Verdict
from storage.formats.groundtruth.schema.manifest import Pair
from storage.formats.groundtruth.schema.metadata import CLIP, FAMILY
from storage.formats.groundtruth.schema.seqlabel import SeqLabel

T = TypeVar("T")
_MOST_NAMES = 1000  # different classes, types or jobs that are told


@dataclass(slots=True)
class Tally:
    """Counts labels by class; `kind` is what it is where no label says so."""

    kind: str
    lines: int = 0
    frames: int | None = None
    labels: Counter[str] = field(default_factory=Counter)
    classes: dict[str, str] = field(default_factory=dict)
    types: Counter[str] = field(default_factory=Counter)
    jobs: dict[str, None] = field(default_factory=dict)
    human: set[bool | None] = field(default_factory=set)
    adjusted: set[bool | None] = field(default_factory=set)

    def add_pair(self, pair: Pair) -> None:
        """Count a label of a manifest line; what its files hold comes with `add_labels`."""
        self.types[pair.type] += 1
        job = pair.metadata.kept.get("job-name") if pair.metadata.kept else pair.metadata.job
        if isinstance(job, str) and job and len(self.jobs) < _MOST_NAMES:
            self.jobs[job] = None
        self.human.add(pair.metadata.human)
        self.adjusted.add(pair.metadata.adjusted)
        for id, name in classes_of(pair).items():
            self._name(id, name)
        match pair.label:
            case ImageBoxes():
                named = pair.label.classes
                self._count(named.get(str(box.class_id), "") for box in pair.label.boxes)
                self.add_frames(1)
            case ClassChoice():
                self._count([pair.label.name])
                if pair.type != CLIP:
                    self.add_frames(1)
            case Choices():
                named = pair.label.classes
                self._count(named.get(str(index), "") for index in pair.label.indices)
                self.add_frames(1)
            case Verdict():
                self._count([pair.label.name])

    def add_labels(self, label: SeqLabel, named: dict[str, str]) -> None:
        """Count the labels of a sequence, whose manifest line has named some classes."""
        self.add_frames(len(label.frames))
        for frame in label.frames:
            for annotation in frame.annotations or ():
                id = annotation.class_id
                name = named.get(id) or annotation.class_name or id
                self._name(id, name)
                self._count([name])

    def add_frames(self, frames: int) -> None:
        """Count pictures or frames of video."""
        self.frames = (self.frames or 0) + frames

    def report(self, problems: Problems) -> Report:
        """The counts, with the problems that were found."""
        types = list(self.types)
        kind = types[0].removeprefix(FAMILY) if len(types) == 1 else "mixed"
        return Report(
            kind=kind if types else self.kind,
            lines=self.lines,
            frames=self.frames,
            labels=dict(self.labels),
            classes=dict(sorted(self.classes.items(), key=lambda item: (len(item[0]), item[0]))),
            type=types[0] if len(types) == 1 else None,
            job=", ".join(self.jobs) or None,
            human=agreed(self.human),
            adjusted=agreed(self.adjusted),
            problems=problems.all,
        )

    def _name(self, id: str, name: str) -> None:
        if len(self.classes) < _MOST_NAMES:
            self.classes.setdefault(id, name)

    def _count(self, names: Iterable[str]) -> None:
        for name in names:
            known = name in self.labels or len(self.labels) < _MOST_NAMES
            self.labels[(name or "unnamed") if known else "others"] += 1


def agreed(said: Collection[T]) -> T | None:
    """What all say; None if they say different things, or nobody says anything."""
    return next(iter(said)) if len(said) == 1 else None
