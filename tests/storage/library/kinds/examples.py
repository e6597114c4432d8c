"""Two labels of every kind, as different as can be; a test says where one is missing."""

from uuid import UUID

from storage.library.kinds.kind import LabelKind
from storage.library.kinds.registry import KINDS
from storage.library.labels import record_key
from storage.records import (
    LIBRARY,
    Assignment,
    BallLabel,
    Box,
    ClassAttribute,
    Clip,
    Event,
    EventClass,
    Label,
    Reel,
    ReelItem,
    Review,
    Source,
    Visibility,
)
from tests.storage.library.builders import VIDEO

EXAMPLES: dict[str, tuple[Label, Label]] = {
    "ball": (
        BallLabel(Visibility.CLEAR, 1.5, -2.0),
        BallLabel(Visibility.ABSENT, review=Review.ACCEPTED),
    ),
    "event": (
        Event(3, "hit"),
        Event(
            3, "rally", 0.5, Source.MODEL, Review.ACCEPTED, 90, (("player", "Ana"), ("side", ""))
        ),
    ),
    "box": (
        Box(3, "player", -0.5, 1.25, 40.0, 90.5),
        Box(4, "racket", 0.0, 0.0, 1.0, 1.0, 7, 0.25, Source.MODEL, Review.REJECTED),
    ),
    "clip": (Clip(3, 9, "ace"), Clip(0, 1000, "")),
    "assignment": (Assignment(0, 1000, "ana"), Assignment(3, 4, "Боб")),
    "class": (
        EventClass("serve", "#00ff7f"),
        EventClass(
            "rally",
            "#ffffff",
            "R",
            2.0,
            0.5,
            (ClassAttribute("side", "choice", "S", ("near", "far")), ClassAttribute("note")),
            (("group", "play"), ("mode", "state")),
        ),
    ),
    "reel": (
        Reel("Finals"),
        Reel("Best of", (ReelItem(VIDEO, 3, 90, "The longest"), ReelItem("cd" * 32, 0, 1))),
    ),
}


def journal_of(kind: LabelKind[Label]) -> str:
    """Where labels of the kind are written: to the journal of VIDEO, or of the library."""
    return LIBRARY if kind.of_library else VIDEO


def key_of(name: str, number: int = 3) -> str:
    """A record key of the kind."""
    kind = KINDS[name]
    return record_key(kind, number if kind.place_column == "frame" else UUID(int=number))
