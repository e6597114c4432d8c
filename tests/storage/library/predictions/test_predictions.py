from uuid import UUID, uuid4

import numpy as np
import pytest
from sqlite_utils import Database

from storage.errors import UserError
from storage.library.predictions.predictions import (
    candidates,
    done_chunks,
    predicted_range,
    predicted_track,
    put_candidates,
    stored_cuts,
)
from storage.library.predictions.runs import put_run
from storage.records import CHUNK, Source
from tests.storage.library.builders import predict, put_positions, run, some_candidates


@pytest.fixture
def run_id(db: Database) -> UUID:
    """A run without predictions."""
    run_id = run()
    put_run(db, run_id)
    return run_id.id


def test_candidates_come_back_across_chunks(db: Database, run_id: UUID) -> None:
    first, second = some_candidates(CHUNK, seed=1), some_candidates(CHUNK, seed=2)
    put_candidates(db, run_id, 0, first)
    put_candidates(db, run_id, 1, second)
    found = candidates(db, run_id, 100, 300)

    np.testing.assert_array_equal(found.score[:156], first.score[100:])
    np.testing.assert_array_equal(found.score[156:], second.score[:44])
    np.testing.assert_array_equal(found.cut[:156], first.cut[100:])


def test_cuts_are_found_in_all_chunks(db: Database, run_id: UUID) -> None:
    parts = [some_candidates(CHUNK, seed=seed) for seed in (1, 2)]
    for chunk, part in enumerate(parts):
        put_candidates(db, run_id, chunk + 3, part)
    wanted = np.flatnonzero(np.concatenate([part.cut for part in parts])) + 3 * CHUNK

    assert len(wanted) > 3
    assert stored_cuts(db, run_id, 5 * CHUNK).tolist() == wanted.tolist()
    assert stored_cuts(db, run_id, int(wanted[1])).tolist() == [wanted[0]]


def test_candidates_are_nan_where_nothing_was_sought(db: Database, run_id: UUID) -> None:
    put_candidates(db, run_id, 1, some_candidates(10, peaks=2))
    found = candidates(db, run_id, 0, 600)
    sought = np.isfinite(found.x[:, 0])

    assert found.x.shape == (600, 2)
    assert np.flatnonzero(sought).tolist() == list(range(CHUNK, CHUNK + 10))


def test_chunks_may_differ_in_their_number_of_candidates(db: Database, run_id: UUID) -> None:
    put_candidates(db, run_id, 0, some_candidates(CHUNK, peaks=2))
    put_candidates(db, run_id, 1, some_candidates(CHUNK, peaks=5))

    assert candidates(db, run_id, 0, 512).y.shape == (512, 5)


def test_a_run_without_candidates_has_none_a_frame(db: Database, run_id: UUID) -> None:
    assert candidates(db, run_id, 10, 20).score.shape == (10, 0)


def test_done_chunks_are_those_with_candidates(db: Database, run_id: UUID) -> None:
    for chunk in (4, 0, 4):
        put_candidates(db, run_id, chunk, some_candidates(CHUNK))

    assert done_chunks(db, run_id) == {0, 4}


@pytest.mark.parametrize("frames", [0, CHUNK + 1])
def test_a_chunk_of_a_wrong_length_is_refused(db: Database, run_id: UUID, frames: int) -> None:
    with pytest.raises(ValueError, match=f"{frames} frames"):
        put_candidates(db, run_id, 0, some_candidates(frames))


def test_predictions_of_a_removed_run_are_refused(db: Database) -> None:
    with pytest.raises(UserError, match="no longer in the library"):
        put_candidates(db, uuid4(), 0, some_candidates(1))


def test_a_track_comes_back_with_its_doubts(db: Database, run_id: UUID) -> None:
    put_positions(db, run_id, [3.5, np.nan])
    track = predicted_track(db, run_id, 4)

    np.testing.assert_array_equal(track.x, [3.5, np.nan, np.nan, np.nan])
    np.testing.assert_array_equal(track.y, [7.0, np.nan, np.nan, np.nan])
    np.testing.assert_array_equal(track.visibility, [1, 0, 0, 0])
    np.testing.assert_array_equal(track.confidence, [0.5, 0.5, np.nan, np.nan])
    np.testing.assert_array_equal(track.source, [Source.MODEL, Source.MODEL, 0, 0])


@pytest.mark.parametrize(("first", "count"), [(0, 256), (0, 700), (200, 100), (300, 5), (511, 2)])
def test_a_part_of_a_track_is_laid_over_the_rest(
    db: Database, run_id: UUID, first: int, count: int
) -> None:
    expected = np.arange(1000.0)
    put_positions(db, run_id, expected)
    expected[first : first + count] += 5000
    put_positions(db, run_id, expected[first : first + count], first)

    np.testing.assert_array_equal(predicted_track(db, run_id, 1000).x, expected)


@pytest.mark.parametrize(("first", "stop"), [(0, 0), (0, 10), (250, 260), (256, 512), (90, 999)])
def test_a_range_is_a_piece_of_the_whole(db: Database, first: int, stop: int) -> None:
    run_id = predict(db, np.arange(600.0), first=100)
    whole, part = predicted_track(db, run_id, 1000), predicted_range(db, run_id, first, stop)

    np.testing.assert_array_equal(part.x, whole.x[first:stop])
    np.testing.assert_array_equal(part.source, whole.source[first:stop])
