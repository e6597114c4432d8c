"""The kinds of labels that this version knows. A new kind is one line here and a migration."""

from typing import Any

from storage.library.kinds.assignment import AssignmentKind
from storage.library.kinds.ball import BallKind
from storage.library.kinds.box import BoxKind
from storage.library.kinds.clip import ClipKind
from storage.library.kinds.event import EventKind
from storage.library.kinds.event_class import EventClassKind
from storage.library.kinds.kind import LabelKind
from storage.library.kinds.reel import ReelKind

BALL = BallKind()
EVENT = EventKind()
BOX = BoxKind()
CLIP = ClipKind()
ASSIGNMENT = AssignmentKind()
EVENT_CLASS = EventClassKind()
REEL = ReelKind()

KINDS: dict[str, LabelKind[Any]] = {
    kind.name: kind for kind in (BALL, EVENT, BOX, CLIP, ASSIGNMENT, EVENT_CLASS, REEL)
}
