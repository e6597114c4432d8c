"""Scores of long paths, window by window."""

import numpy as np
import torch

from inference.actions.data.features import CHANNELS, path_features
from inference.actions.data.windows import OUTPUTS
from inference.actions.nets.path_config import PathNetConfig
from inference.actions.nets.path_net import PathNet
from inference.actions.prediction.path_scores import score_path, sport_score
from tests.inference.actions.paths import zigzag


def net() -> PathNet:
    torch.manual_seed(0)
    return PathNet(PathNetConfig(width=8, recurrent=0)).eval()


def test_windows_do_not_change_what_convolutions_say() -> None:
    told = path_features(zigzag(hits=60).path)[1]
    whole = torch.sigmoid(net()(torch.from_numpy(told)[None]))[0].detach().numpy()

    scores = score_path([net().numpy_net()], told, mirrored=False)

    assert np.allclose(scores[60:-60], whole[60:-60], atol=1e-5)


def test_a_mirrored_path_scores_the_same() -> None:
    path = zigzag().path
    one, other = (
        score_path([net().numpy_net()], path_features(p)[1]) for p in (path, path.mirrored())
    )

    assert np.allclose(one, other, atol=1e-4)


def test_where_no_ball_is_nothing_is_scored() -> None:
    nothing = np.zeros((5000, CHANNELS), np.float32)

    assert not score_path([net().numpy_net()], nothing).any()
    assert score_path([net().numpy_net()], nothing[:0]).shape[0] == 0


def test_the_sport_is_told_where_something_happens() -> None:
    scores = np.zeros((10, 5), np.float32)
    scores[5] = (0.9, 0, 0, 0, 0.8)

    assert round(sport_score(scores), 3) == 0.8


def test_idle_stretches_cost_nothing_and_score_nothing() -> None:
    told = path_features(zigzag(hits=6).path)[1]
    idle = np.zeros((20_000, CHANNELS), np.float32)
    windows: list[int] = []

    def counted(batch: np.ndarray) -> np.ndarray:
        windows.append(len(batch))
        return np.zeros((*batch.shape[:2], OUTPUTS), np.float32)

    scores = score_path([counted], np.concatenate([idle, told, idle]), mirrored=False)

    assert sum(windows) <= 2
    assert not scores[:19_900].any()
    assert (scores[20_000 : 20_000 + len(told)] == 0.5).all()
