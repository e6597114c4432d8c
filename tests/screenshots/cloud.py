"""The screens of S3, against a real server: settings, browser, sharing."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from PySide6.QtWidgets import QPushButton, QWidget

from app.gui.window import Window
from storage.cloud.s3.bucket import connect
from storage.cloud.s3.location import S3Location
from tests.finding import find_child
from tests.s3_server import running_server
from tests.storage.cloud.faults import Unreliable, unreliable
from widgets.cloud.bucket_dialog import BucketDialog
from widgets.cloud.s3_location_dialog import S3LocationDialog, S3LocationFields
from widgets.cloud.share_dialog import ShareDialog

BUCKET, PREFIX = "club-videos", "matches"
_VIDEOS = (
    "2025/",
    "2026/",
    "training/",
    "final-court-1.mp4",
    "final-court-2.mp4",
    "semifinal.mov",
    "\u202egnp.notes.txt",
)


class Camera(Protocol):
    """What these screens need of the photographer."""

    window: Window
    scratch: Path

    def grab(self, name: str, widget: QWidget | None = None) -> None:
        """Save what a widget looks like now."""

    def wait(self, there: Callable[[], bool]) -> None:
        """Let the window work until `there`."""

    def perform(self, action: str) -> None:
        """Do what the menu entry `action` does."""


def take_cloud(camera: Camera) -> None:
    """Every state of the S3 screens; a video is under review."""
    with login(camera.scratch), running_server() as server, unreliable(server) as proxy:
        place = S3Location(BUCKET, PREFIX, endpoint=proxy.address)
        _fill(place)
        _settings(camera, place, proxy)
        _browser(camera, proxy)
        camera.perform("share")
        dialog = find_child(camera.window, ShareDialog)
        camera.grab("share", dialog)
        dialog.reject()


@contextmanager
def login(scratch: Path) -> Iterator[None]:
    """An AWS configuration with two profiles, and keys that the server takes."""
    (scratch / "aws").write_text("[profile coach]\n[profile analysis]\n")
    (scratch / "credentials").write_text("[coach]\naws_access_key_id=a\naws_secret_access_key=b\n")
    created = {
        "AWS_CONFIG_FILE": str(scratch / "aws"),
        "AWS_SHARED_CREDENTIALS_FILE": str(scratch / "credentials"),
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_ACCESS_KEY_ID": "screenshots",
        "AWS_SECRET_ACCESS_KEY": "screenshots",
    }
    before = dict(os.environ)
    os.environ.update(created)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _fill(place: S3Location) -> None:
    client = connect(place).client
    client.create_bucket(Bucket=place.bucket)
    for number, name in enumerate(_VIDEOS):
        key = place.key(name + ("match.mp4" if name.endswith("/") else ""))
        client.put_object(Bucket=place.bucket, Key=key, Body=bytes(number * 400_000))


def _settings(camera: Camera, place: S3Location, proxy: Unreliable) -> None:
    camera.perform("place")
    dialog = find_child(camera.window, S3LocationDialog)
    camera.grab("place-empty", dialog)
    fields = S3LocationFields(place.bucket, place.prefix, "coach", endpoint=place.endpoint or "")
    dialog.set_fields(fields)
    find_child(dialog, QPushButton, "test").click()
    camera.wait(lambda: "location works" in dialog.text)
    camera.grab("place-passing", dialog)
    proxy.choose = lambda request: "403" if request.method == "PUT" else None
    find_child(dialog, QPushButton, "test").click()
    camera.wait(lambda: "Permissions are missing" in dialog.text)
    camera.grab("place-failing", dialog)
    proxy.choose = lambda _: None
    find_child(dialog, QPushButton, "save").click()


def _browser(camera: Camera, proxy: Unreliable) -> None:
    camera.perform("browse")
    dialog = find_child(camera.window, BucketDialog)
    camera.wait(lambda: "entries" in dialog.text)
    camera.grab("bucket-folders", dialog)
    dialog.address_entered.emit(f"s3://{BUCKET}/{PREFIX}/2027")
    camera.wait(lambda: "This folder is empty" in dialog.text)
    camera.grab("bucket-empty", dialog)
    proxy.choose = lambda _: "ExpiredToken"
    dialog.retry_asked.emit()
    camera.wait(lambda: "login has expired" in dialog.text)
    camera.grab("bucket-error", dialog)
    proxy.choose = lambda _: None
    dialog.reject()
