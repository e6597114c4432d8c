import json
from pathlib import Path

import pytest

from app.workflows.analysis.results import Analysis, summary, write_analysis
from app.workflows.analysis.track_ball import AnalysisResult
from storage.errors import UserError
from storage.formats.tables.ball_csv import read_ball_csv
from storage.records import BallRow, Source, Visibility
from tests.storage.library.builders import run, video

ROWS = (
    BallRow(7, Visibility.CLEAR, 1.5, 2.5, 0.75, Source.MODEL),
    BallRow(8, Visibility.ABSENT, None, None, 0.5, Source.MODEL),
)


@pytest.fixture
def analysis() -> Analysis:
    return Analysis(video(), AnalysisResult(run(), 2, 1, 0.1234, 16.21), ROWS)


def test_the_summary_says_what_was_done_and_how_fast(analysis: Analysis) -> None:
    assert summary(analysis) == {
        "video": "/videos/final.mp4",
        "frames": 2,
        "model": "motion",
        "device": "cpu",
        "engine": "cpu",
        "seconds": 0.123,
        "fps": 16.2,
        "visible": 1,
        "events": {},
    }


def test_the_table_can_be_read_again(analysis: Analysis, tmp_path: Path) -> None:
    write_analysis(analysis, tmp_path, "final")

    assert read_ball_csv(tmp_path / "final.ball.csv") == list(ROWS)
    assert json.loads((tmp_path / "final.summary.json").read_text()) == summary(analysis)


def test_a_folder_that_is_not_there_is_told(analysis: Analysis, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="folder does not exist"):
        write_analysis(analysis, tmp_path / "gone", "final")
