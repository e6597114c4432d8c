from pathlib import Path

import pytest

from app.cli.arguments.exit_status import DONE
from app.cli.arguments.parser import parse
from app.cli.commands.sample import run
from app.workflows.sample.sample import make_sample
from storage.errors import UserError
from tests.app.cli.commands.conftest import Touchline


def test_the_path_of_the_rally_is_all_that_is_said(touchline: Touchline, tmp_path: Path) -> None:
    # made smaller than the real one, which takes a while; where it is, it is not made again
    for _ in make_sample(tmp_path / "library" / "sample", frames=3, size=(160, 90)):
        pass

    ended = touchline("sample")

    assert ended.out == f"{tmp_path / 'library' / 'sample' / 'sample-rally.mp4'}\n"
    assert ended.err == ""


def test_the_rally_goes_where_it_is_wanted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in make_sample(tmp_path / "here", frames=3, size=(160, 90)):
        pass

    status = run(parse(["sample", "--out", str(tmp_path / "here")]))

    assert (status, capsys.readouterr().out) == (DONE, f"{tmp_path / 'here/sample-rally.mp4'}\n")


def test_a_place_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "here").write_text("a diary")

    with pytest.raises(UserError):
        run(parse(["sample", "--out", str(tmp_path / "here")]))
    assert (tmp_path / "here").read_text() == "a diary"
