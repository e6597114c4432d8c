import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

import app.cli
from app.workflows.version import version


def test_the_version_is_that_of_the_installed_package() -> None:
    try:
        installed = metadata.version("touchline")
    except metadata.PackageNotFoundError:
        pytest.skip("the package is not installed")

    assert version() == installed


def test_sources_that_were_never_installed_say_so(tmp_path: Path) -> None:
    # without site-packages nothing is installed, and beside the sources lies no metadata of them
    code = "from app.workflows.version import version; print(version())"
    (tmp_path / "app").symlink_to(Path(app.cli.__file__).parents[1], target_is_directory=True)

    ended = subprocess.run(
        [sys.executable, "-S", "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    )

    assert ended.stdout == "(from sources)\n"
