"""The order in which doubtful places are visited: what comes next never moves under the hand."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from inference.review.segments import DoubtfulPlace

FIXED = 3  # places after the one at hand that stay where they are


@dataclass(frozen=True, slots=True)
class PlaceOrder:
    """Places as they are visited: those seen, the one at hand, those that wait."""

    places: tuple[DoubtfulPlace, ...] = ()
    at: int = -1  # the one at hand; -1 before the first

    @property
    def current(self) -> DoubtfulPlace | None:
        """The place at hand."""
        return self.places[self.at] if 0 <= self.at < len(self.places) else None

    @property
    def waiting(self) -> tuple[DoubtfulPlace, ...]:
        """The places that have not been visited, in order."""
        return self.places[self.at + 1 :]

    def following(self) -> "PlaceOrder | None":
        """At the next place; None after the last."""
        return self.at_row(self.at + 1) if self.waiting else None

    def preceding(self) -> "PlaceOrder | None":
        """At the place before; None at the first."""
        return self.at_row(self.at - 1) if self.at > 0 else None

    def at_row(self, row: int) -> "PlaceOrder":
        """At the place with this number; those before it count as seen."""
        return replace(self, at=row)

    def chosen(self, row: int) -> "PlaceOrder":
        """A place out of turn: it is visited now, and what was next comes after it."""
        if row <= self.at:
            return self.at_row(row)
        place = self.places[row]
        rest = [other for other in self.waiting if other is not place]
        return PlaceOrder((*self.places[: self.at + 1], place, *rest), self.at + 1)

    def updated(self, segments: Sequence[DoubtfulPlace], by_time: bool = False) -> "PlaceOrder":
        """The same with `segments`, worst first, in place of what waits.

        What has been seen stays seen. The next FIXED places keep their turn while they are
        doubtful at all; one that is not any more is left out.
        """
        seen = self.places[: self.at + 1]
        fresh = [segment for segment in segments if not _overlaps(segment, seen)]
        front: list[DoubtfulPlace] = []
        for place in self.waiting[:FIXED] if seen else ():
            now = next((segment for segment in fresh if _overlaps(segment, [place])), None)
            if now is not None:
                fresh.remove(now)
                front.append(now)
        if by_time:
            fresh.sort(key=lambda segment: segment.first)
        return PlaceOrder((*seen, *front, *fresh), self.at)

    def sorted(self, segments: Sequence[DoubtfulPlace], by_time: bool) -> "PlaceOrder":
        """All that waits in another order, which the person has asked for."""
        return PlaceOrder(self.places[: self.at + 1], self.at).updated(segments, by_time)


def _overlaps(segment: DoubtfulPlace, places: Sequence[DoubtfulPlace]) -> bool:
    return any(segment.first < place.stop and place.first < segment.stop for place in places)
