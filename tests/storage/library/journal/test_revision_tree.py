from hypothesis import given
from hypothesis import strategies as st

from storage.library.journal.revision_tree import Parents, Place, places

A, B, C, D = b"a", b"b", b"c", b"d"
graphs = st.dictionaries(
    st.integers(0, 9).map(lambda number: bytes([number])),
    st.lists(st.integers(0, 12).map(lambda number: bytes([number])), max_size=3),
    max_size=10,
)


def leaves(parents: Parents) -> set[bytes]:
    return {edit for edit, place in places(parents).items() if place.leaf}


def test_a_chain_has_one_leaf() -> None:
    assert places({A: (), B: (A,), C: (B,)}) == {
        A: Place(1, leaf=False),
        B: Place(2, leaf=False),
        C: Place(3, leaf=True),
    }


def test_two_edits_on_one_are_two_leaves() -> None:
    assert leaves({A: (), B: (A,), C: (A,)}) == {B, C}


def test_a_choice_joins_all_its_parents() -> None:
    assert places({A: (), B: (A,), C: (B,), D: (A, C)})[D] == Place(4, leaf=True)
    assert leaves({A: (), B: (A,), C: (B,), D: (A, C)}) == {D}


def test_a_parent_that_has_not_come_counts_for_nothing() -> None:
    assert places({B: (A,), C: (B,)})[C].depth == 2


def test_no_edits_have_no_places() -> None:
    assert places({}) == {}


def test_an_edit_that_is_its_own_parent_is_shown_all_the_same() -> None:
    assert places({A: (A,)}) == {A: Place(1, leaf=True)}


def test_of_a_circle_with_a_tail_the_tail_is_a_leaf() -> None:
    assert leaves({A: (B,), B: (A,), C: (A,)}) == {B, C}


def test_what_is_laid_on_a_circle_later_does_not_change_it() -> None:
    before = places({A: (B,), B: (A,)})
    after = places({A: (B,), B: (A,), C: (B,), D: (C,)})

    assert after[A] == before[A]
    assert after[D] == Place(3, leaf=True)


@given(graphs)
def test_every_edit_has_a_place_and_there_is_always_a_leaf(parents: Parents) -> None:
    found = places(parents)

    assert found.keys() == parents.keys()
    assert not parents or any(place.leaf for place in found.values())
