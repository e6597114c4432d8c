from pathlib import Path

import pytest

from tests.storage.cloud.sync.weeks import live_in_memory


@pytest.mark.parametrize("seed", range(16))
def test_every_edit_is_in_the_final_state_or_in_a_visible_conflict(
    seed: int, tmp_path: Path, bare_library: Path
) -> None:
    live_in_memory(seed, tmp_path, bare_library)
