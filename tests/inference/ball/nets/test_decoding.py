import pytest
import torch

from inference.ball.nets.decoding import decode_peaks, decode_scores
from inference.ball.nets.input_spec import Grid, InputSpec

SEEN = (32, 24)


def grid(answers: int, **how: bool) -> InputSpec:
    return InputSpec(answers, tuple(range(answers)), *SEEN, None, grid=Grid(**how))


def test_a_grid_may_come_frame_by_frame() -> None:
    by_kind = torch.full((1, 3, 2, 6, 8), -9.0)
    by_kind[:, 1:] = 0
    by_kind[0, 0, 0, 2, 3] = by_kind[0, 0, 1, 4, 5] = 3

    kinds = decode_peaks(by_kind.flatten(1, 2), grid(2), SEEN, SEEN, 1)
    frames = decode_peaks(
        by_kind.transpose(1, 2).flatten(1, 2), grid(2, by_frame=True), SEEN, SEEN, 1
    )

    assert torch.equal(kinds, frames)
    assert kinds[0, :, 0, :2].tolist() == [[13.5, 9.5], [21.5, 17.5]]


def test_offsets_may_count_from_the_corner() -> None:
    answers = torch.full((1, 3, 1, 6, 8), -9.0)
    answers[:, 1:] = 0.5
    answers[0, 0, 0, 2, 3] = 3

    found = decode_peaks(answers, grid(1, corner=True), SEEN, SEEN, 1)

    assert found[0, 0, 0, :2].tolist() == [13.5, 9.5]


def test_a_visibility_moves_no_ball() -> None:
    answers = torch.full((1, 3, 2, 6, 8), -9.0)
    answers[:, 1:] = 0.25
    answers[0, 0, 0, 2, 3] = answers[0, 0, 1, 4, 5] = 3
    told = torch.cat([answers, torch.randn(1, 1, 2, 6, 8)], dim=1)

    found = decode_peaks(told.flatten(1, 2), grid(2, visibility=True), SEEN, SEEN, 1)

    assert torch.equal(found, decode_peaks(answers, grid(2), SEEN, SEEN, 1))


@pytest.mark.parametrize(
    ("input_spec", "shape"),
    [
        (grid(2), (1, 5, 6, 8)),
        (grid(2), (1, 6, 6, 7)),
        (grid(2), (1, 6, 48)),
        (InputSpec(3, (2,), *SEEN, None), (1, 3, 24, 32)),
        (InputSpec(3, (2,), *SEEN, None), (1, 1, 24, 24)),
        (InputSpec(3, (0, 1, 2), *SEEN, None), (1, 3, 3, 24, 32)),
    ],
)
def test_answers_of_another_shape_are_refused(
    input_spec: InputSpec, shape: tuple[int, ...]
) -> None:
    with pytest.raises(ValueError, match="output shape"):
        decode_peaks(torch.zeros(shape), input_spec, SEEN, SEEN, 1)


def test_scores_of_a_grid_are_those_of_its_cells() -> None:
    answers = torch.full((1, 6, 6, 8), -9.0)
    answers[0, 1, 2, 3] = 3

    found, side = decode_scores(answers, grid(2), SEEN, (30, 21))

    assert side == 4
    assert found.shape == (1, 2, 6, 8)
    assert found[0, 1, 2, 3] == torch.tensor(3.0).sigmoid()


def test_scores_beyond_the_real_picture_are_left_out() -> None:
    found, side = decode_scores(
        torch.zeros(1, 1, 12, 16), InputSpec(3, (2,), *SEEN, None), SEEN, (5, 3)
    )

    assert side == 2
    assert found.shape == (1, 1, 2, 3)
