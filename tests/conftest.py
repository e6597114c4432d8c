"""Fixtures that all tests share."""

from pathlib import Path

import pytest

FOOTAGE = Path(__file__).parents[2] / "shared" / "data"


@pytest.fixture
def footage() -> Path:
    """The folder of real labelled footage, which is not part of the project."""
    if not FOOTAGE.is_dir():
        pytest.skip("the real footage is not here")
    return FOOTAGE
