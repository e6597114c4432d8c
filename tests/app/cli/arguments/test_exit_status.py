from pathlib import Path

import pytest

from app.cli.arguments.exit_status import run_guarded
from app.workflows.log import log_file, log_to_terminal
from storage.errors import UserError


def raising(error: BaseException) -> int:
    raise error


def test_done_is_0() -> None:
    assert run_guarded(lambda: 0, None) == 0


def test_the_users_error_is_one_line_with_its_advice(capsys: pytest.CaptureFixture[str]) -> None:
    error = UserError("The disk\nis full.", "Make room.")

    assert run_guarded(lambda: raising(error), None) == 1
    assert capsys.readouterr().err == "touchline: The disk is full. Make room.\n"


def test_ctrl_c_ends_with_130(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_guarded(lambda: raising(KeyboardInterrupt()), None) == 130
    assert capsys.readouterr().err == "touchline: stopped.\n"


def test_a_bug_ends_with_70_and_tells_where_its_traceback_is(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with log_file() as log:
        status = run_guarded(lambda: raising(ZeroDivisionError("by hand")), log)

    assert status == 70
    assert log is not None
    assert str(log) in capsys.readouterr().err
    assert "raise error" in log.read_text()


def test_without_a_log_file_a_bug_shows_its_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_guarded(lambda: raising(ZeroDivisionError("by hand")), None) == 70
    assert "Traceback" in capsys.readouterr().err


def test_the_log_lies_in_the_users_folder_for_logs(home: Path) -> None:
    with log_file() as log:
        assert log is not None
        assert log.is_relative_to(home)


def test_with_verbose_the_cause_of_an_error_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    with log_file() as log:
        log_to_terminal()
        run_guarded(lambda: raising(UserError("The disk is full.")), log)
    run_guarded(lambda: raising(UserError("The disk is full.")), None)

    assert capsys.readouterr().err.count("Traceback") == 1


def test_a_log_that_cannot_be_written_is_no_reason_to_stop(home: Path) -> None:
    (home / ".local").touch()
    (home / "Library").touch()

    with log_file() as log:
        assert log is None
