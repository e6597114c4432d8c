import subprocess
import sys
from importlib import metadata

import pytest

from app.workflows.version import version


def test_the_version_is_that_of_the_installed_package() -> None:
    try:
        installed = metadata.version("touchline")
    except metadata.PackageNotFoundError:
        pytest.skip("the package is not installed")

    assert version() == installed


def test_sources_that_were_never_installed_say_so() -> None:
    # without site-packages nothing is installed; the folder of the sources is on the path
    code = "from app.workflows.version import version; print(version())"

    ended = subprocess.run(
        [sys.executable, "-S", "-c", code], capture_output=True, text=True, check=True
    )

    assert ended.stdout == "(from sources)\n"
