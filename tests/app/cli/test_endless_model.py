"""A model that never ends: one Ctrl-C ends the command, and leaves no process."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

from tests.inference.runtime.endless import endless_net

CARD = """
task = "ball"
architecture = "onnx"
[input]
frames = 3
width = 512
height = 288
colour = "rgb"
[output]
kind = "maps"
[scores]
slope = 1.0
constant = 0.0
"""


def test_one_interrupt_ends_a_model_that_never_ends(clip: Path, tmp_path: Path) -> None:
    (tmp_path / "endless").mkdir()
    (tmp_path / "endless" / "model.toml").write_text(CARD)
    (tmp_path / "endless" / "model.onnx").write_bytes(endless_net([1, 9, 288, 512]))
    words = ["analyze", str(clip), "--model", str(tmp_path / "endless"), "--out", str(tmp_path)]
    environment = os.environ | {"TOUCHLINE_LIBRARY": str(tmp_path / "library")}
    process = subprocess.Popen(
        [sys.executable, "-m", "app", *words, "--verbose"],
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    stop = threading.Timer(15, process.send_signal, [signal.SIGINT])
    stop.start()
    try:
        _, told = process.communicate(timeout=60)
    finally:
        stop.cancel()
        process.kill()

    assert process.returncode == 130, told
    assert "stopped" in told
