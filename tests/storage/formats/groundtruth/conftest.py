"""Fixtures of the Ground Truth tests."""

import pytest

from storage.formats.export.request import LabelledVideo
from tests.storage.formats.groundtruth.videos import labelled, made_video


@pytest.fixture(scope="session")
def source(tmp_path_factory: pytest.TempPathFactory) -> LabelledVideo:
    """A labelled video at a constant rate."""
    return labelled(made_video(tmp_path_factory.mktemp("video") / "m7.mp4"))


@pytest.fixture(scope="session")
def uneven(tmp_path_factory: pytest.TempPathFactory) -> LabelledVideo:
    """A labelled video at a variable rate."""
    return labelled(made_video(tmp_path_factory.mktemp("video") / "vfr.mp4", variable=True))
