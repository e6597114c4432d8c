from itertools import pairwise

from inference.video.chunk_order import next_chunk


def order(chunks: int, near: int) -> list[int]:
    """The order in which a video is analysed while the playhead rests."""
    pending, done = set(range(chunks)), list[int]()
    while pending:
        done.append(next_chunk(pending, near, done[-1] if done else None))
        pending.remove(done[-1])
    return done


def test_a_video_is_read_forwards_from_the_playhead() -> None:
    assert order(6, near=0) == [0, 1, 2, 3, 4, 5]
    assert order(6, near=2)[:4] == [2, 3, 4, 5]


def test_every_chunk_is_done_once_and_near_ones_early() -> None:
    done = order(100, near=50)

    assert sorted(done) == list(range(100))
    assert done[0] == 50
    assert done.index(49) < done.index(75)
    assert done.index(10) > done.index(60)


def test_most_chunks_follow_the_one_before() -> None:
    done = order(100, near=50)

    assert sum(b == a + 1 for a, b in pairwise(done)) > 80


def test_work_follows_the_playhead() -> None:
    assert next_chunk(set(range(100)) - {10}, near=60, last=10) == 60
