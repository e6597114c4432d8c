import numpy as np
import pytest

from inference.review.event_disagreement import without_partner


@pytest.mark.parametrize(
    ("frames", "others", "alone"),
    [
        ([10, 20], [12, 50], [False, True]),
        ([10], [7], [False]),
        ([10], [6, 14], [True]),
        ([10], [], [True]),
        ([], [3], []),
    ],
)
def test_an_event_is_alone_where_no_other_is_near(
    frames: list[int], others: list[int], alone: list[bool]
) -> None:
    told = without_partner(np.array(frames, np.int64), np.array(others, np.int64), 3)

    assert told.tolist() == alone
