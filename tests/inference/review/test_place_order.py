import pytest

from inference.review.place_order import PlaceOrder
from inference.review.segments import DoubtfulPlace


def place(first: int, doubt: float = 0.5) -> DoubtfulPlace:
    return DoubtfulPlace(first, first + 10, first, doubt, 5.0)


@pytest.fixture
def order() -> PlaceOrder:
    """At the first of seven places."""
    places = PlaceOrder().updated([place(first) for first in (500, 100, 300, 600, 200, 700, 400)])
    following = places.following()
    assert following is not None
    return following


def firsts(order: PlaceOrder) -> list[int]:
    return [p.first for p in order.places]


def test_the_next_three_stay_whatever_is_thought_of_them_now(order: PlaceOrder) -> None:
    worse = [place(700), place(400), place(200), place(600), place(300), place(100)]

    assert firsts(order.updated(worse)) == [500, 100, 300, 600, 700, 400, 200]


def test_what_is_mended_is_left_out(order: PlaceOrder) -> None:
    assert firsts(order.updated([place(600), place(200)])) == [500, 600, 200]


def test_a_place_of_the_next_three_is_taken_as_it_is_now(order: PlaceOrder) -> None:
    updated = order.updated([place(105, 0.9)])

    assert updated.waiting == (place(105, 0.9),)


def test_what_has_been_seen_does_not_come_back(order: PlaceOrder) -> None:
    assert firsts(order.updated([place(505), place(100)])) == [500, 100]


def test_places_are_visited_to_the_last_and_back(order: PlaceOrder) -> None:
    at: PlaceOrder | None = order
    visited = []
    while at is not None:
        visited.append(at.current)
        last, at = at, at.following()

    back = last.preceding()
    assert [p.first for p in visited if p] == [500, 100, 300, 600, 200, 700, 400]
    assert back is not None
    assert back.current == place(700)
    assert order.preceding() is None


def test_a_place_out_of_turn_is_the_one_at_hand(order: PlaceOrder) -> None:
    chosen = order.chosen(4)

    assert chosen.current == place(200)
    assert firsts(chosen) == [500, 200, 100, 300, 600, 700, 400]


def test_another_order_is_taken_at_once(order: PlaceOrder) -> None:
    segments = [place(first) for first in (700, 100, 600)]

    assert firsts(order.sorted(segments, by_time=True)) == [500, 100, 600, 700]
