from pathlib import Path

import pytest

from app.gui.shell.settings import Settings
from app.workflows.settings import SYNC_MODES, UserSettings, system_user
from storage.cloud.s3.location import S3Location
from storage.cloud.video_cache import DEFAULT_GB

PLACE = S3Location("videos", "club, a/b=c", "coach; x", "eu-central-1", "http://127.0.0.1:9000")


def test_what_the_window_set_is_there_without_a_window(tmp_path: Path) -> None:
    window = Settings(tmp_path / "a.ini")
    window.set_author("Jürgen, Öz")
    window.set_place(PLACE)
    window.set_sync_mode("off")
    window.set_cache_gb(7)
    window.set_rate_mb(3)
    window.set_watching(True)
    del window

    settings = UserSettings(tmp_path / "a.ini")
    assert (settings.author, settings.author_known, settings.place) == ("Jürgen, Öz", True, PLACE)
    assert (settings.sync_mode, settings.cache_gb, settings.watching) == ("off", 7, True)
    assert settings.bytes_per_second == 3_000_000


def test_before_anything_is_set_the_defaults_hold(tmp_path: Path) -> None:
    settings = UserSettings(tmp_path / "none.ini")

    assert (settings.author, settings.author_known) == (system_user(), False)
    assert (settings.place, settings.watching) == (None, False)
    assert (settings.sync_mode, settings.cache_gb) == (SYNC_MODES[0], DEFAULT_GB)
    assert settings.bytes_per_second is None


@pytest.mark.parametrize("number", ["-1", "x", "²", "1" * 30, ""])
def test_nonsense_in_the_file_gives_the_defaults(tmp_path: Path, number: str) -> None:
    (tmp_path / "a.ini").write_text(f"[s3]\nbucket=a b\nsync=no\ncache_gb={number}\n")

    settings = UserSettings(tmp_path / "a.ini")
    assert (settings.place, settings.sync_mode) == (None, SYNC_MODES[0])
    assert settings.cache_gb == DEFAULT_GB
