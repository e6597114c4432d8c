from pathlib import Path

from app.workflows.sample.sample import make_sample
from tests.app.cli.commands.conftest import Touchline


def test_the_path_of_the_rally_is_all_that_is_said(touchline: Touchline, tmp_path: Path) -> None:
    # made smaller than the real one, which takes a while; where it is, it is not made again
    for _ in make_sample(tmp_path / "library" / "sample", frames=3, size=(160, 90)):
        pass

    ended = touchline("sample")

    assert ended.out == f"{tmp_path / 'library' / 'sample' / 'sample-rally.mp4'}\n"
    assert ended.err == ""
