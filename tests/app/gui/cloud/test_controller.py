"""S3 in the window, with a real server: settings, browser, sharing, watch.

What a person does here goes through app.gui.cloud.controller to app.gui.cloud.location_settings,
app.gui.cloud.bucket_browser, app.gui.cloud.clip_sharing and app.gui.cloud.watcher.
"""

import urllib.request
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.gui.cloud.controller import CloudController
from app.gui.shell.context import WindowContext
from app.gui.shell.settings import Settings
from app.gui.start.start_page import StartPage
from app.gui.window import Window
from app.workflows.cloud.paths import cache_of
from storage.cloud.s3.bucket import Bucket
from storage.cloud.s3.location import S3Location, resolve_location
from storage.library.library import Library
from storage.library.videos import recent_videos
from tests.app.user import User
from tests.finding import find_child
from widgets.cloud.bucket_dialog import BucketDialog
from widgets.cloud.s3_location_dialog import S3LocationDialog, S3LocationFields
from widgets.cloud.share_dialog import ShareDialog
from widgets.export.export_wizard import ExportWizard
from widgets.library.video_list import VideoList


def fields_of(place: S3Location) -> S3LocationFields:
    return S3LocationFields(place.bucket, place.prefix, endpoint=place.endpoint or "")


# settings


def test_a_connection_is_tested_before_it_is_saved(
    user: User, place: S3Location, settings: Settings
) -> None:
    user.presses("Ctrl+,")
    dialog = find_child(user.window, S3LocationDialog)
    dialog.set_fields(fields_of(place))
    user.clicks_button("test")

    user.qtbot.waitUntil(lambda: "This location works." in dialog.text, timeout=30_000)
    assert dialog.text.count(": passed") == 7
    assert settings.place is None


def test_a_test_says_what_is_missing(user: User, place: S3Location) -> None:
    user.presses("Ctrl+,")
    dialog = find_child(user.window, S3LocationDialog)
    dialog.set_fields(replace(fields_of(place), bucket="nobodys-bucket"))
    user.clicks_button("test")

    user.qtbot.waitUntil(lambda: "Permissions are missing" in dialog.text, timeout=30_000)
    assert "The bucket nobodys-bucket does not exist" in dialog.text


def test_what_cannot_be_a_place_is_said_in_the_dialog(user: User, settings: Settings) -> None:
    user.presses("Ctrl+,")
    dialog = find_child(user.window, S3LocationDialog)
    dialog.set_fields(S3LocationFields("my bucket"))
    user.clicks_button("save")

    assert "not a valid bucket name" in dialog.text
    assert settings.place is None


def test_a_saved_place_is_there_again(user: User, place: S3Location, settings: Settings) -> None:
    user.presses("Ctrl+,")
    dialog = find_child(user.window, S3LocationDialog)
    dialog.set_fields(replace(fields_of(place), cache_gb=7))
    user.clicks_button("save")

    assert (settings.place, settings.cache_gb) == (place, 7)


def test_the_policy_is_copied(user: User, chosen: S3Location) -> None:
    user.presses("Ctrl+,")
    dialog = find_child(user.window, S3LocationDialog)
    user.clicks_button("policy")

    assert f"arn:aws:s3:::{chosen.bucket}" in QGuiApplication.clipboard().text()
    assert "has been copied" in dialog.text


def test_profiles_of_this_computer_are_offered(user: User, aws_login: Path, qtbot: QtBot) -> None:
    (aws_login / "config").write_text("[profile coach]\nregion = eu-west-1\n")
    user.presses("Ctrl+,")
    box = find_child(find_child(user.window, S3LocationDialog), QComboBox)

    qtbot.waitUntil(lambda: box.findText("coach") > 0, timeout=20_000)


# browser


def opened_browser(user: User) -> BucketDialog:
    user.presses("Ctrl+Shift+O")
    return find_child(user.window, BucketDialog)


def test_folders_are_gone_into_and_left(user: User, chosen: S3Location, matches: Bucket) -> None:
    dialog = opened_browser(user)
    user.qtbot.waitUntil(lambda: dialog.names == ["2026"], timeout=20_000)
    dialog.choose("2026/")
    user.qtbot.waitUntil(lambda: dialog.names == ["final.mp4", "notes.txt"], timeout=20_000)
    dialog.up_asked.emit()

    user.qtbot.waitUntil(lambda: dialog.names == ["2026"], timeout=20_000)


def test_above_the_place_lies_the_bucket(user: User, chosen: S3Location, matches: Bucket) -> None:
    dialog = opened_browser(user)
    user.qtbot.waitUntil(lambda: dialog.names == ["2026"], timeout=20_000)
    dialog.up_asked.emit()

    user.qtbot.waitUntil(lambda: dialog.names == ["matches"], timeout=20_000)


def test_an_empty_folder_says_so(user: User, chosen: S3Location) -> None:
    dialog = opened_browser(user)

    user.qtbot.waitUntil(lambda: "This folder is empty" in dialog.text, timeout=20_000)


def test_what_is_in_the_way_is_said_in_the_browser(
    user: User, chosen: S3Location, settings: Settings
) -> None:
    settings.set_place(replace(chosen, bucket="nobodys-bucket"))
    dialog = opened_browser(user)

    user.qtbot.waitUntil(lambda: "nobodys-bucket does not exist" in dialog.text, timeout=20_000)
    assert user.notice == ""


def test_without_a_place_the_browser_asks_for_one(user: User) -> None:
    assert "No S3 location is set" in opened_browser(user).text


def test_a_place_that_is_set_by_now_is_looked_into_again(
    user: User, place: S3Location, matches: Bucket, settings: Settings
) -> None:
    dialog = opened_browser(user)
    settings.set_place(place)
    dialog.retry_asked.emit()

    user.qtbot.waitUntil(lambda: dialog.names == ["2026"], timeout=20_000)


def test_who_looks_for_a_folder_to_export_to_can_set_the_place_first(user: User) -> None:
    user.presses("Ctrl+E")
    find_child(user.window, ExportWizard).form.destination.bucket_asked.emit()
    find_child(user.window, BucketDialog).settings_asked.emit()

    assert find_child(user.window, S3LocationDialog).isVisible()


def test_a_video_is_fetched_and_opened(user: User, chosen: S3Location, matches: Bucket) -> None:
    dialog = opened_browser(user)
    user.qtbot.waitUntil(lambda: dialog.names == ["2026"], timeout=20_000)
    dialog.choose("2026/")
    user.qtbot.waitUntil(lambda: "final.mp4" in dialog.names, timeout=20_000)
    dialog.choose("2026/final.mp4")

    user.qtbot.waitUntil(lambda: user.window.session is not None, timeout=30_000)
    assert user.session.opened.video.path.name == "final.mp4"


def test_a_video_that_made_room_is_fetched_again(
    user: User, chosen: S3Location, matches: Bucket, library: Library
) -> None:
    test_a_video_is_fetched_and_opened(user, chosen, matches)
    user.action("start_page").trigger()
    cache_of(library.folder, 20).clear()
    videos = find_child(user.window, VideoList)
    user.qtbot.waitUntil(lambda: len(videos.cards) == 1)
    with closing(library.connect()) as db:
        [summary] = recent_videos(db)

    videos.video_chosen.emit(summary.video.fingerprint)

    user.qtbot.waitUntil(lambda: user.window.session is not None, timeout=30_000)


def test_a_folder_of_videos_comes_into_the_library(
    user: User, chosen: S3Location, matches: Bucket
) -> None:
    dialog = opened_browser(user)
    user.qtbot.waitUntil(lambda: dialog.names == ["2026"], timeout=20_000)
    user.clicks_button("ingest")

    user.qtbot.waitUntil(lambda: "1 video is in the library" in user.notice, timeout=30_000)
    user.qtbot.waitUntil(lambda: len(find_child(user.window, VideoList).cards) == 1)


# sharing


def test_a_shared_clip_leaves_its_link_on_the_clipboard(reviewer: User, chosen: S3Location) -> None:
    reviewer.marks_range(5, 14)
    reviewer.presses("Ctrl+Shift+E")
    find_child(reviewer.window, ShareDialog).choose(0, "One hour")
    reviewer.clicks_button("share")

    reviewer.qtbot.waitUntil(lambda: "on the clipboard" in reviewer.notice, timeout=30_000)
    assert "anyone with this link" in reviewer.notice
    with urllib.request.urlopen(QGuiApplication.clipboard().text()) as answer:
        assert answer.headers["Content-Type"] == "video/mp4"


def test_without_a_place_nothing_is_shared(reviewer: User) -> None:
    reviewer.presses("Ctrl+Shift+E")

    reviewer.sees_notice("No S3 location is set")


# watch


def watch_line(window: Window) -> str:
    return " ".join(label.text() for label in find_child(window, StartPage).findChildren(QLabel))


def test_new_videos_come_by_themselves(
    new_window: Callable[[], Window],
    settings: Settings,
    chosen: S3Location,
    matches: Bucket,
    clip: Path,
    qtbot: QtBot,
) -> None:
    settings.set_watching(True)
    user = User(new_window(), qtbot)
    qtbot.waitUntil(lambda: "last checked" in watch_line(user.window), timeout=20_000)
    assert not find_child(user.window, VideoList).cards  # what was there before is not new
    matches.write_new("2027/new.mp4", clip.read_bytes())

    qtbot.waitUntil(lambda: user.window._cloud.watcher._job is None)
    user.window._cloud.watcher.look()

    qtbot.waitUntil(lambda: "1 video is in the library" in user.notice, timeout=30_000)


def test_a_watch_that_was_ended_says_nothing_more(
    new_window: Callable[[], Window], settings: Settings, chosen: S3Location, qtbot: QtBot
) -> None:
    settings.set_watching(True)
    user = User(new_window(), qtbot)
    settings.set_watching(False)
    user.window._cloud.places.changed.emit()
    qtbot.waitUntil(lambda: user.window._cloud.watcher._job is None, timeout=20_000)

    assert "Watching" not in watch_line(user.window)


def test_a_watch_without_a_network_is_quiet(
    new_window: Callable[[], Window], settings: Settings, chosen: S3Location, qtbot: QtBot
) -> None:
    settings.set_place(replace(chosen, endpoint="http://127.0.0.1:9"))
    settings.set_watching(True)
    user = User(new_window(), qtbot)

    qtbot.waitUntil(
        lambda: "offline, will try again soon" in watch_line(user.window), timeout=60_000
    )
    assert user.notice == ""


def test_an_address_in_the_same_bucket_keeps_the_login() -> None:
    known = S3Location("videos", "a", "coach", "eu-west-1")

    assert resolve_location("s3://videos/b", known) == replace(known, prefix="b")
    assert resolve_location("s3://others/b", known) == S3Location("others", "b")


def test_links_last_as_long_as_is_chosen(reviewer: User, chosen: S3Location, qtbot: QtBot) -> None:
    asked: list[int] = []
    reviewer.presses("Ctrl+Shift+E")
    dialog = find_child(reviewer.window, ShareDialog)
    dialog.share_asked.disconnect()
    dialog.share_asked.connect(lambda frames, hours: asked.append(hours))
    dialog.choose(0, "Seven days, the maximum")
    reviewer.clicks_button("share")

    assert asked == [7 * 24]


# by itself, without the window


def test_a_clip_is_shared_only_of_a_video(
    reviewer: User, context: WindowContext, host: QWidget
) -> None:
    cloud = CloudController(context, host)
    assert set(cloud.commands()) == {"browse", "place"}

    cloud.enter(reviewer.session)
    assert set(cloud.commands()) == {"browse", "place", "share"}
    cloud.leave()
    assert set(cloud.commands()) == {"browse", "place"}


def test_what_is_not_of_the_cloud_is_looked_for_elsewhere(
    context: WindowContext, host: QWidget, clip: Path, qtbot: QtBot
) -> None:
    asked: list[Path] = []
    CloudController(context, host).bring_back(clip, lambda: asked.append(clip))

    qtbot.waitUntil(lambda: asked == [clip])
