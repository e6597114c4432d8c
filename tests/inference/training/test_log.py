import struct
from pathlib import Path

import pytest
from tensorboardX.crc32c import crc32c
from tensorboardX.proto.event_pb2 import Event

from inference.ball.evaluation.metrics import BallMetrics
from inference.training.log import TABLE, TrainingLog
from storage.errors import UserError

METRICS = BallMetrics(6, 1, 1, 3, 5, 4, 7, 1.5, 3.0)


def logged(folder: Path, first: int, stop: int) -> list[str]:
    log = TrainingLog(folder, first, ("f1", "hit", "precision"))
    for step in range(first + 1, stop + 1):
        log.add(step, 1 / step, 0.001, METRICS if step == 2 else None)
    log.close()
    return (folder / TABLE).read_text().splitlines()


def events(folder: Path) -> list[Event]:
    """Every event of all event files, as TensorBoard reads them, in the order of writing."""
    found = []
    for path in sorted(folder.glob("events.out.tfevents.*"), key=lambda p: p.stat().st_mtime_ns):
        data = path.read_bytes()
        while data:
            (length,) = struct.unpack("<Q", data[:8])
            body, rest = data[12 : 12 + length], data[12 + length :]
            assert struct.unpack("<I", rest[:4])[0] == masked(crc32c(body))
            found.append(Event.FromString(body))
            data = rest[4:]
    return found


def masked(crc: int) -> int:
    """The checksum of TensorFlow's record files."""
    return (((crc >> 15) | (crc << 17)) + 0xA282EAD8) & 0xFFFFFFFF


def curve(folder: Path, name: str) -> dict[int, float]:
    values = ((event, value) for event in events(folder) for value in event.summary.value)
    return {event.step: value.simple_value for event, value in values if value.tag == name}


def test_the_table_has_a_row_for_every_step_told(tmp_path: Path) -> None:
    assert logged(tmp_path, 0, 3) == [
        "step,loss,learning_rate,f1,hit,precision",
        "1,1,0.001,,,",
        "2,0.5,0.001,0.6667,0.6000,0.7500",
        "3,0.333333,0.001,,,",
    ]


def test_tensorboard_shows_the_same(tmp_path: Path) -> None:
    logged(tmp_path, 0, 3)

    assert curve(tmp_path, "loss") == pytest.approx({1: 1.0, 2: 0.5, 3: 1 / 3})
    assert curve(tmp_path, "learning_rate") == pytest.approx({1: 0.001, 2: 0.001, 3: 0.001})
    assert curve(tmp_path, "validation/f1") == pytest.approx({2: 2 / 3}, abs=1e-4)
    assert curve(tmp_path, "validation/hit") == pytest.approx({2: 0.6})


def test_a_log_that_goes_on_is_that_of_a_training_never_interrupted(tmp_path: Path) -> None:
    logged(tmp_path / "killed", 0, 4)
    with (tmp_path / "killed" / TABLE).open("a") as file:
        file.write("5,0.2")  # a process that was killed while it wrote

    assert logged(tmp_path / "killed", 3, 6) == logged(tmp_path / "whole", 0, 6)


def test_tensorboard_is_told_from_where_the_log_goes_on(tmp_path: Path) -> None:
    logged(tmp_path, 0, 4)
    logged(tmp_path, 3, 6)

    begun = [event.step for event in events(tmp_path) if event.HasField("session_log")]

    assert begun == [1, 4]  # it forgets what it has been told of these steps and later ones


def test_a_folder_that_cannot_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(UserError, match="could not be written"):
        TrainingLog(tmp_path / "file" / "log", 0)
