"""Heads on series of features, and the classifier that puts one behind a frozen trunk."""

import pytest
import torch

from inference.clips.nets.efficientnet_lite0 import EfficientNetLite0, EfficientNetLite0Config
from inference.clips.nets.heads import HEADS, HeadConfig, HeadKind, make_head
from inference.clips.nets.trunk_classifier import TrunkClassifier


@pytest.mark.parametrize("kind", HEADS)
@pytest.mark.parametrize("moments", [1, 5])
def test_every_head_takes_series_of_any_length(kind: HeadKind, moments: int) -> None:
    head = make_head(HeadConfig(kind, inputs=6, width=4), 3)

    assert head(torch.rand(2, moments, 6)).shape == (2, 3)


def test_the_published_lstm_is_as_large_as_its_own_count() -> None:
    with torch.device("meta"):
        head = make_head(HeadConfig("lstm", 2048, 2048), 101)

    # the published count has one bias in the LSTM, PyTorch two
    assert sum(p.numel() for p in head.parameters()) == 34_663_525 + 4 * 2048


def test_features_are_standardised_by_what_was_seen() -> None:
    head = make_head(HeadConfig("linear", inputs=2), 2)
    seen = torch.tensor([[1.0, 10.0], [3.0, 10.0]])

    head.standardise(seen)

    expected = torch.tensor([[-1.0, 0.0], [1.0, 0.0]])
    torch.testing.assert_close(head.standard(seen), expected)


def test_a_trunk_makes_features_for_its_head() -> None:
    trunk = EfficientNetLite0(EfficientNetLite0Config(0.25), classes=0)
    net = TrunkClassifier(trunk, HeadConfig("linear", trunk.features), 3).eval()

    assert net(torch.rand(1, 2, 3, 32, 32)).shape == (1, 3)
