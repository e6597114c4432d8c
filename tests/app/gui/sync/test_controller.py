"""The desk at a window without anybody else: what it says where there is nothing to do."""

from app.gui.shell.settings import Settings
from app.gui.sync.controller import SyncController
from storage.cloud.s3.location import S3Location
from tests.app.user import User
from tests.finding import find_child
from widgets.cloud.s3_location_dialog import S3LocationDialog
from widgets.cloud.sync_status import SyncStatus


def controller(user: User) -> SyncController:
    made = user.window.findChild(SyncController)
    assert isinstance(made, SyncController)
    return made


def test_without_a_place_all_is_saved_here(user: User) -> None:
    assert find_child(user.window, SyncStatus).text().strip() == "Not shared"


def test_without_a_place_syncing_offers_to_choose_one(user: User) -> None:
    user.presses("F5")
    user.sees_notice("No S3 location is set")
    user.clicks_button("notice-action")

    find_child(user.window, S3LocationDialog).reject()


def test_where_sync_is_off_it_says_so(user: User, settings: Settings) -> None:
    settings.set_place(S3Location("club"))
    controller(user).follow_settings()
    user.presses("F5")

    user.sees_notice("Sync is off")


def test_conflicts_want_an_open_video(user: User) -> None:
    find_child(user.window, SyncStatus).conflicts_asked.emit()

    user.sees_notice("Open the video that has the conflicts")


def test_a_mode_that_is_chosen_is_kept(user: User, settings: Settings) -> None:
    find_child(user.window, SyncStatus).mode_chosen.emit("on command")

    assert settings.sync_mode == "on command"
    assert controller(user).background.state.mode == "on command"
