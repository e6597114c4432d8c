from dataclasses import replace

import pytest
import torch

from inference.ball.nets.compact import Compact, CompactConfig
from inference.ball.nets.fuse_batch_norm import fuse_batch_norm
from tests.inference.ball.nets.tiny import TINY, tiny_net


def pictures(height: int = 16, width: int = 24) -> torch.Tensor:
    random = torch.Generator().manual_seed(3)
    return torch.randint(0, 256, (2, 3, height, width), dtype=torch.uint8, generator=random)


def test_every_picture_has_a_score_and_an_offset_in_every_cell() -> None:
    answer = tiny_net()(pictures())

    assert answer.shape == (2, 3, 3, 8, 12)


def test_a_net_may_say_as_well_whether_the_ball_is_hidden() -> None:
    torch.manual_seed(0)
    net = Compact(replace(TINY, visibility=True)).eval()

    answer = net(pictures())

    assert answer.shape == (2, 4, 3, 8, 12)
    assert answer[:, 0].sigmoid().median() < 0.05 < answer[:, 3].sigmoid().median()


def test_the_fast_size_is_as_small_as_it_should_be() -> None:
    net = Compact(CompactConfig())

    assert sum(p.numel() for p in net.parameters()) == pytest.approx(0.83e6, rel=0.01)
    assert net.config.multiple == 16


def test_a_new_net_believes_in_no_ball() -> None:
    torch.manual_seed(0)

    score = Compact(TINY).eval()(pictures())[:, 0].sigmoid()

    assert 0.001 < score.median() < 0.05


def test_folding_changes_no_answer() -> None:
    before = tiny_net()(pictures())

    after = fuse_batch_norm(tiny_net())(pictures())

    assert torch.allclose(before, after, atol=1e-5)


def test_bf16_says_nearly_the_same() -> None:
    exact = tiny_net()(pictures())

    with torch.autocast("cpu", torch.bfloat16):
        quick = tiny_net()(pictures())

    assert (exact - quick).abs().max() < 0.05


@pytest.mark.parametrize("change", [{"frames": 0}, {"widths": (8,)}, {"stride": 0}])
def test_a_net_without_a_shape_is_refused(change: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="not a possible network"):
        CompactConfig(**change)  # type: ignore[arg-type]
