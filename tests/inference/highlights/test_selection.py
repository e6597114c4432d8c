import itertools
import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inference.highlights.selection import (
    Goal,
    ReelSelection,
    ScoredSegment,
    select,
    select_greedily,
)


def goal(budget: int, tolerance: int = 0, **fields: float | int | None) -> Goal:
    return Goal(budget, tolerance, 25.0, **fields)  # type: ignore[arg-type]


def segment(key: str, first: int, length: int, score: float, **fields: object) -> ScoredSegment:
    return ScoredSegment(key, first, first + length, score, **fields)  # type: ignore[arg-type]


def keys(selection: ReelSelection) -> list[str]:
    return [chosen.key for chosen in selection.chosen]


def match(seed: int, count: int, longest: int = 60) -> list[ScoredSegment]:
    rng = random.Random(seed)
    made, at = [], 0
    for number in range(count):
        length = rng.randint(2, longest)
        made.append(segment(f"s{number}", at, length, rng.uniform(1, 100), group=rng.choice("ab ")))
        at += length + rng.randint(1, 500)
    return made


def best_by_trying(segments: list[ScoredSegment], aim: Goal) -> float:
    """The best value over all choices, straight from the definition."""
    best = 0.0
    for size in range(len(segments) + 1):
        for choice in itertools.combinations(segments, size):
            length = sum(s.length for s in choice)
            counts = Counter(s.group for s in choice if s.group.strip())
            limit = aim.most_per_group
            if limit is not None and any(count > limit for count in counts.values()):
                continue
            if aim.budget - aim.tolerance <= length <= aim.budget + aim.tolerance:
                best = max(best, sum(aim.value(s) for s in choice))
    return best


class TestItIsExact:
    @given(seed=st.integers(0, 10**6), few_long=st.sampled_from([0.5, 1.0, 2.0]))
    @settings(max_examples=40, deadline=None)
    def test_like_trying_every_choice(self, seed: int, few_long: float) -> None:
        aim = goal(100, 30, few_long=few_long, best_only=1.5, cut_cost=0.01)
        segments = match(seed, 11)

        selection = select(segments, aim)

        assert selection.value == pytest.approx(best_by_trying(segments, aim), rel=1e-9)

    @given(seed=st.integers(0, 10**6), most=st.integers(1, 3))
    @settings(max_examples=40, deadline=None)
    def test_with_a_limit_for_each_player(self, seed: int, most: int) -> None:
        aim = goal(100, 60, most_per_group=most)
        segments = [
            ScoredSegment(s.key, s.first, s.stop, s.score, s.group.strip()) for s in match(seed, 10)
        ]

        selection = select(segments, aim)

        assert selection.value == pytest.approx(best_by_trying(segments, aim), rel=1e-9)
        counts = Counter(s.group for s in selection.chosen if s.group)
        assert all(count <= most for count in counts.values())

    def test_it_never_goes_beyond_the_time(self) -> None:
        for seed in range(20):
            selection = select(match(seed, 300, 700), goal(1500, 100))

            assert 1400 <= selection.length <= 1600


class TestSpreadOverTheMatch:
    def test_every_part_gives_one(self) -> None:
        segments = [segment(f"s{n}", n * 100, 20, 90 if n < 10 else 10) for n in range(40)]

        selection = select(segments, goal(200, 0, phases=4))

        parts = Counter(chosen.first // 1000 for chosen in selection.chosen)
        assert parts == {0: 7, 1: 1, 2: 1, 3: 1}

    def test_a_part_that_has_none_is_passed_over(self) -> None:
        segments = [segment("a", 0, 20, 50), segment("b", 10_000, 20, 60)]

        assert keys(select(segments, goal(40, 0, phases=5))) == ["a", "b"]

    def test_it_goes_with_a_limit_for_each_player(self) -> None:
        segments = [
            segment(f"s{n}", n * 100, 20, 50 + n, group="anna" if n % 2 else "bo")
            for n in range(40)
        ]

        selection = select(segments, goal(400, 400, phases=3, most_per_group=2))

        assert Counter(chosen.group for chosen in selection.chosen) == {"anna": 2, "bo": 2}


class TestForcedAndBanned:
    def test_forced_ones_are_in_whatever_their_score(self) -> None:
        segments = [segment("a", 0, 50, 1, forced=True), segment("b", 100, 50, 99)]

        assert keys(select(segments, goal(50))) == ["a"]

    def test_too_many_forced_ones_are_told_and_kept(self) -> None:
        segments = [segment(k, n * 100, 50, 1, forced=True) for n, k in enumerate("abc")]

        selection = select(segments, goal(100))

        assert keys(selection) == ["a", "b", "c"]
        assert selection.problems == (
            "The 3 segments that must be in are 2.0 s longer than the reel.",
        )

    def test_banned_ones_are_out(self) -> None:
        segments = [segment("a", 0, 50, 99, banned=True), segment("b", 100, 50, 1)]

        selection = select(segments, goal(50))

        assert keys(selection) == ["b"]
        assert selection.reasons == {"a": "You left it out."}


class TestWhatItSays:
    def test_what_a_segment_lost_its_place_to(self) -> None:
        segments = [segment("a", 0, 50, 80), segment("b", 100, 50, 70), segment("c", 200, 80, 90)]

        selection = select(segments, goal(50))

        assert keys(selection) == ["a"]
        assert selection.reasons == {
            "b": "Lost its place to a.",
            "c": "It needs 3.2 s; the reel has 0.0 s left.",
        }

    def test_a_reel_that_stays_short(self) -> None:
        segments = [segment("a", 0, 40, 80), segment("b", 100, 70, 70)]

        selection = select(segments, goal(50, 5))

        assert keys(selection) == ["a"]
        assert selection.problems == ("No choice fills the reel: it is 0.4 s short.",)

    def test_a_match_that_fits_whole_is_taken_whole(self) -> None:
        segments = match(1, 5)

        selection = select(segments, goal(10_000, 100))

        assert len(selection.chosen) == 5
        assert selection.problems == ()

    def test_nothing_gives_nothing(self) -> None:
        assert select([], goal(100)).chosen == ()

    def test_equal_ones_are_taken_from_the_beginning(self) -> None:
        segments = [segment(k, n * 100, 50, 50) for n, k in enumerate("abcd")]

        assert keys(select(segments, goal(100))) == ["a", "b"]
        assert keys(select(segments[::-1], goal(100))) == ["a", "b"]


def test_greed_takes_the_best_first_and_gets_less() -> None:
    shares = []
    for seed in range(30):
        segments, aim = match(seed, 120, 1500), goal(1500, 150, few_long=0.0)
        greedy = select_greedily(segments, aim)
        shares.append(greedy.value / select(segments, aim).value)

        assert greedy.length <= 1650
    assert max(shares) <= 1.0 + 1e-9
    assert sum(shares) / len(shares) < 0.8
