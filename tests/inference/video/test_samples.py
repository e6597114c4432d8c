import numpy as np

from inference.video.samples import ClipSample, Mixture


class Level:
    """Windows of one grey level."""

    def __init__(self, level: int) -> None:
        self.level = level

    def sample(self, random: np.random.Generator) -> ClipSample:
        luma = np.full((1, 2, 2), self.level, np.uint8)
        return ClipSample(luma, np.full((1, 2), np.nan, np.float32), np.ones(1, np.float32))


def test_sources_have_their_shares() -> None:
    random = np.random.default_rng(0)
    mixture = Mixture([Level(1), Level(2)], [3, 1])

    levels = [mixture.sample(random).luma[0, 0, 0] for _ in range(400)]

    assert 0.68 < levels.count(1) / 400 < 0.82


def test_a_source_without_a_share_is_never_asked() -> None:
    random = np.random.default_rng(0)
    mixture = Mixture([Level(1), Level(2)], [1, 0])

    assert {int(mixture.sample(random).luma[0, 0, 0]) for _ in range(50)} == {1}
