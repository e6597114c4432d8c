"""`make screenshots`: every screen and state of the window as PNG files, to be looked at.

    python -m tests.screenshots [FOLDER]

Without FOLDER they go to build/screenshots, and the one in the README is drawn anew.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from app.cli.progress_bar import follow
from app.workflows.sample.sample import make_sample

SIZES = (("1280x720", "1"), ("2560x1440@2", "2"))
README = Path("resources/screenshots/review.png")


def main(folder: Path) -> int:
    """Draw all screens at both sizes into `folder`; returns the exit status."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        video = follow(make_sample(Path(scratch)), "Sample rally")
        for name, scale in SIZES:
            environment = os.environ | {"QT_SCALE_FACTOR": scale, "QT_QPA_PLATFORM": "offscreen"}
            subprocess.run(
                [sys.executable, "-m", "tests.screenshots.screens", folder / name, video],
                env=environment,
                check=True,
            )
    README.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(folder / SIZES[0][0] / "review-corrected.png", README)
    print(f"The screenshots are in {folder}.")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "build/screenshots")))
