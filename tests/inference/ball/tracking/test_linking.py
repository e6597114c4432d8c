import numpy as np
import pytest
from numpy.typing import NDArray

from inference.ball.tracking import linking
from inference.ball.tracking.linking import LinkCosts, best_chain, best_chain_of_piece
from tests.inference.ball.flights import joined, rally, seen

COSTS = LinkCosts()


def chain(frames: slice = slice(None), copies: int = 12) -> NDArray[np.int16]:
    """The chain through some frames of a long rally."""
    found = joined(*(seen(rally(), hidden=range(55, 60), seed=s) for s in range(copies)))
    x, y, score = (a[frames].astype(float) for a in (found.x, found.y, found.score))
    return best_chain(x, y, np.log(score / (1 - score)), found.cut[frames], COSTS)


def test_a_part_at_whole_pieces_gives_the_same_chain_as_the_whole() -> None:
    part = slice(linking.PIECE, 2 * linking.PIECE + linking.MARGIN)

    inside = slice(linking.MARGIN, linking.PIECE)

    np.testing.assert_array_equal(chain(part)[inside], chain()[part][inside])


def test_a_chain_does_not_depend_on_how_many_pieces_are_linked_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at_once = chain()
    monkeypatch.setattr(linking, "BATCH", 1)

    np.testing.assert_array_equal(chain(), at_once)


def test_pieces_join_without_a_seam() -> None:
    found = joined(*(seen(rally(), seed=s) for s in range(12)))
    x, y, score = (a.astype(float) for a in (found.x, found.y, found.score))
    reward = np.log(score / (1 - score))

    whole = best_chain_of_piece(x, y, reward, found.cut, COSTS)

    np.testing.assert_array_equal(best_chain(x, y, reward, found.cut, COSTS), whole)


def test_no_link_is_faster_than_a_ball() -> None:
    x = np.tile([[0.0], [200.0]], (10, 1))
    chosen = best_chain(x, np.zeros_like(x), np.full_like(x, 2.0), np.zeros(20, np.bool_), COSTS)

    assert len(set(x[chosen >= 0, 0].tolist())) == 1


def test_a_single_candidate_is_not_worth_a_start() -> None:
    reward = np.full((9, 1), -np.inf)
    reward[4] = COSTS.start - 0.1
    still = np.zeros((9, 1))

    assert (best_chain(still, still, reward, np.zeros(9, np.bool_), COSTS) == -1).all()
