"""The same over HTTP: a real server, and in front of it a proxy that does what networks do."""

from pathlib import Path

import pytest

from storage.cloud.s3.location import S3Location
from tests.storage.cloud.sync.weeks import live_over_http


@pytest.mark.parametrize("seed", range(4))
def test_every_edit_outlives_a_bad_network(
    seed: int, tmp_path: Path, bare_library: Path, place: S3Location
) -> None:
    live_over_http(seed, tmp_path, bare_library, place)
