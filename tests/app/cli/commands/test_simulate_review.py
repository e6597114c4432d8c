import json
from pathlib import Path

import pytest

from app.cli.arguments.parser import parse
from app.cli.commands.simulate_review import run
from storage.library.library import Library
from tests.app.cli.commands.conftest import FRAMES
from tests.app.rally import ball_at


def test_the_table_is_one_json_value(
    library: Library, tracked: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [f"{f},1,{x:.2f},{y:.2f}\n" for f in range(FRAMES) for x, y in [ball_at(f)]]
    labels = tmp_path / "truth.ball.csv"
    labels.write_text("frame,visible,x,y\n" + "".join(rows))
    words = ["simulate-review", str(tracked), "--labels", str(labels), "--json"]

    status = run(parse([*words, "--library", str(library.folder)]))

    told = json.loads(capsys.readouterr().out)
    assert status == 0
    assert told["frames"] == FRAMES
    assert told["ways"]["frame by frame"]["reached"]
