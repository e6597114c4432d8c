"""What undo and redo are about, in the words of the menu: `place ball`, `accept 12 events`."""

from storage.library.journal.journal import UndoStep
from storage.library.label_format import kind_of, split_key
from storage.quantities import plural
from storage.records import PROPOSAL, BallLabel, Clip, Edit, Event, Review, Source, Visibility

_LONGEST = 24  # characters of a name in a menu
_SEEN = {
    Visibility.ABSENT: "mark as no ball",
    Visibility.CLEAR: "mark as visible",
    Visibility.HARD: "mark as blurred",
    Visibility.OCCLUDED: "mark as occluded",
}
_OF_MANY = {"ball": "frame", "event": "event", "clip": "clip"}


def undo_text(step: UndoStep | None) -> str:
    """What the step does; empty where there is none."""
    if step is None:
        return ""
    edit, many = step.first, step.edits > 1
    if edit.others:
        return "settle conflict"
    kind, _ = split_key(edit.key)
    if many:
        thing = _OF_MANY.get(kind, "label")
        return f"{_verb_of_many(edit)} {plural(step.edits, thing)}"
    after = edit.after
    if kind == "ball" and (after is None or isinstance(after, BallLabel)):
        return _of_ball(edit)
    if kind == "event" and isinstance(after or edit.before, Event):
        return _of_event(edit)
    if kind == "clip" and isinstance(after or edit.before, Clip):
        return _of_clip(edit)
    return _of_other(edit)


def _verb_of_many(edit: Edit) -> str:
    label = edit.after
    if label is None:
        return "delete"
    if isinstance(label, BallLabel | Event):
        if label.source in (Source.INTERPOLATED, Source.RELINKED):
            return "fill"
        verbs = {Review.ACCEPTED: "accept", Review.REJECTED: "reject"}
        return verbs.get(label.review, "label")
    return "change"


def _of_ball(edit: Edit) -> str:
    after, before = edit.after, edit.before
    if not isinstance(after, BallLabel):
        return "delete ball label"
    if after.source in (Source.INTERPOLATED, Source.RELINKED):
        return "fill gap"
    if after.review in (Review.ACCEPTED, Review.REJECTED):
        return "accept ball" if after.review is Review.ACCEPTED else "reject ball"
    if after.visibility is Visibility.ABSENT:
        return _SEEN[Visibility.ABSENT]
    if not isinstance(before, BallLabel) or before.x is None:
        return "place ball"
    moved = (before.x, before.y) != (after.x, after.y)
    return "move ball" if moved else _SEEN[after.visibility]


def _of_event(edit: Edit) -> str:
    after, before = edit.after, edit.before
    if not isinstance(after, Event):
        assert isinstance(before, Event)
        return f"delete {_short(before.name)}"
    if after.review in (Review.ACCEPTED, Review.REJECTED):
        verb = "accept" if after.review is Review.ACCEPTED else "reject"
        return f"{verb} {_short(after.name)}"
    if not isinstance(before, Event):
        return f"{'correct' if PROPOSAL in dict(after.attributes) else 'mark'} {_short(after.name)}"
    if before.name != after.name:
        return f"change to {_short(after.name)}"
    return f"move {_short(after.name)}"


def _of_clip(edit: Edit) -> str:
    after, before = edit.after, edit.before
    if not isinstance(after, Clip):
        assert isinstance(before, Clip)
        return f"delete {_short(before.name)}"
    if not isinstance(before, Clip):
        return f"save {_short(after.name)}"
    return "rename clip" if before.name != after.name else "trim clip"


def _of_other(edit: Edit) -> str:
    kind = kind_of(edit.key)
    title = "label" if kind is None else kind.title.lower()
    verb = "delete" if edit.after is None else "add" if edit.before is None else "change"
    return f"{verb} {title}"


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
