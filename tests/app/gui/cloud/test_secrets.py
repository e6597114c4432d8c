"""Nothing secret is written down: not in the log, the library, the settings, or on a terminal."""

import logging
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from botocore.auth import S3SigV4Auth
from PySide6.QtGui import QGuiApplication

from app.cli.main import main
from app.gui.shell.settings import Settings
from storage.cloud.s3.bucket import connect
from storage.cloud.s3.errors import CloudError
from storage.cloud.s3.location import S3Location
from storage.cloud.s3.presign import link
from storage.errors import UserError
from tests.app.user import User
from tests.finding import find_child
from tests.storage.cloud.faults import Answer, Request, Unreliable, unreliable
from widgets.cloud.share_dialog import ShareDialog

# made up; what they have in common is what is searched for
MARK = "5ecr3t"
KEY, SECRET, TOKEN, PRINTED = (f"{MARK}{name}" for name in ("KEY", "SECRET", "TOKEN", "PRINTED"))

Run = Callable[..., int]


@pytest.fixture(autouse=True)
def login(aws_login: Path, place: S3Location, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same secrets in the environment, in a profile, and in a program that gives them."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    monkeypatch.setenv("AWS_SESSION_TOKEN", TOKEN)
    stored = f"aws_access_key_id={KEY}\naws_secret_access_key={SECRET}\naws_session_token={TOKEN}"
    (aws_login / "credentials").write_text(f"[stored]\n{stored}\n")
    code = f"import sys; sys.exit('{PRINTED}')"
    (aws_login / "config").write_text(
        f'[profile broken]\ncredential_process = "{sys.executable}" -c "{code}"\n'
        "[profile stored]\nregion = us-east-1\n"
    )


@pytest.fixture
def proxy(s3_server: str) -> Iterator[Unreliable]:
    with unreliable(s3_server) as proxy:
        yield proxy


@pytest.fixture
def run(tmp_path: Path, proxy: Unreliable, place: S3Location) -> Run:
    """Runs `touchline --verbose` on the place behind the proxy."""
    Settings().set_place(replace(place, endpoint=proxy.address))
    return lambda *words: main(["--library", str(tmp_path / "library"), "--verbose", *words])


def written(*folders: Path) -> str:
    """All that lies in files of `folders`, whatever they are."""
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return "\n".join(path.read_bytes().decode(errors="replace") for path in files)


def refused_at_length(request: Request) -> Answer:
    """As S3 refuses a signature: it tells again what it was sent."""
    sent = dict(request.headers)
    body = (
        "<Error><Code>SignatureDoesNotMatch</Code><Message>no</Message>"
        f"<AWSAccessKeyId>{KEY}</AWSAccessKeyId><StringToSign>{sent}</StringToSign></Error>"
    )
    return Answer(403, [("Content-Type", "application/xml")], body.encode())


@pytest.mark.parametrize("profile", [None, "stored", "broken"])
def test_no_command_writes_a_secret_down(
    run: Run,
    profile: str | None,
    home: Path,
    tmp_path: Path,
    place: S3Location,
    capsys: pytest.CaptureFixture[str],
) -> None:
    known = Settings().place
    assert known is not None
    Settings().set_place(replace(known, profile=profile))
    (tmp_path / "a.jpg").write_bytes(b"picture")

    run("s3", "put", str(tmp_path / "a.jpg"), "--to", place.url)
    run("s3", "get", f"{place.url}/", "--out", str(tmp_path / "back"))
    run("s3", "ls")
    run("doctor")

    told = capsys.readouterr()
    assert MARK not in told.out + told.err
    assert MARK not in written(home, tmp_path)
    assert place.bucket in written(home)  # the search finds what is there


@pytest.mark.parametrize("fault", ["403", "ExpiredToken", "503", "drop", "page", "InternalError"])
def test_no_failure_writes_a_secret_down(
    run: Run,
    fault: str,
    proxy: Unreliable,
    home: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    proxy.choose = lambda _: fault

    assert run("s3", "ls") == 1

    assert MARK not in capsys.readouterr().err
    assert MARK not in written(home, tmp_path)


def test_a_refusal_that_tells_secrets_again_is_not_written_down(
    run: Run,
    proxy: Unreliable,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(proxy, "passed_on", refused_at_length)

    run("s3", "ls")

    told = capsys.readouterr().err
    assert "keys of the AWS login of this computer are not accepted" in told
    assert MARK not in told + written(home)


def test_a_crash_where_requests_are_signed_reports_no_secret(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(signer: S3SigV4Auth, request: object) -> None:
        assert signer.credentials.secret_key == SECRET
        raise ZeroDivisionError("by hand")

    monkeypatch.setattr(S3SigV4Auth, "add_auth", broken)

    assert run("s3", "ls") == 70

    told = capsys.readouterr().err
    assert "This is a bug in Touchline" in told
    assert "ZeroDivisionError: by hand" in written(home)  # the report is there
    assert MARK not in told + written(home)


def test_writes_of_sync_log_nothing_secret(
    place: S3Location, proxy: Unreliable, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    bucket = connect(replace(place, endpoint=proxy.address))
    proxy.next("PUT", "lose", "503", "409")

    bucket.write_new("edits/one", b"1")
    first = bucket.replace("pointer", b"1", None)
    bucket.replace("pointer", b"2", first)
    proxy.choose = lambda _: "403"
    with pytest.raises(CloudError) as refusal:
        bucket.read("pointer", 10)

    assert MARK not in caplog.text
    assert MARK not in str(refusal.value)
    assert refusal.value.__suppress_context__


def test_a_link_is_shared_and_nowhere_kept(
    reviewer: User, settings: Settings, place: S3Location, home: Path, tmp_path: Path
) -> None:
    settings.set_place(place)
    reviewer.presses("Ctrl+Shift+E")
    find_child(reviewer.window, ShareDialog).choose(0, "One hour")
    reviewer.clicks_button("share")
    reviewer.qtbot.waitUntil(lambda: "on the clipboard" in reviewer.notice, timeout=30_000)

    assert "X-Amz-Signature" in QGuiApplication.clipboard().text()
    assert "login is temporary" in reviewer.notice
    kept = written(home, tmp_path)
    assert MARK not in kept
    assert "X-Amz-Signature" not in kept


def test_a_link_does_not_print_itself(place: S3Location) -> None:
    made = link(connect(place), "a.mp4", timedelta(hours=1))

    assert "X-Amz" not in repr(made)


def test_a_login_inside_an_endpoint_is_refused_unread() -> None:
    with pytest.raises(UserError) as refusal:
        S3Location("videos", endpoint=f"https://ana:{SECRET}@s3.example.org")

    assert MARK not in str(refusal.value)
