from collections.abc import Generator

from storage.progress import Progress, part_of, retold


def work() -> Generator[Progress, None, str]:
    yield Progress(1, 2)
    yield Progress(2, 2)
    return "done"


def test_work_is_told_in_other_words_and_closed_with_them() -> None:
    told: list[str] = []

    def work() -> Generator[int, None, None]:
        try:
            yield 1
            yield 2
        finally:
            told.append("closed")

    whole = retold(work(), lambda number: f"step {number}")
    assert next(whole) == "step 1"
    whole.close()
    assert told == ["closed"]


def test_a_piece_counts_in_the_whole() -> None:
    whole = part_of(work(), 10, 20)

    assert [next(whole), next(whole)] == [Progress(11, 20), Progress(12, 20)]
    try:
        next(whole)
    except StopIteration as end:
        assert end.value == "done"  # noqa: PT017  # the answer of a generator comes no other way
