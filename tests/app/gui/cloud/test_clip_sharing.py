from PySide6.QtWidgets import QWidget

from app.gui.cloud.clip_sharing import ClipSharing, shareable
from app.gui.shell.context import WindowContext
from storage.cloud.s3.bucket import Bucket
from tests.app.rally import CLIP_FRAMES
from tests.app.user import User
from tests.finding import find_child
from widgets.cloud.share_dialog import Shareable, ShareDialog
from widgets.window.notice_bar import NoticeBar

WHOLE = Shareable("The whole video", range(CLIP_FRAMES))


def test_by_itself_only_the_whole_video_is_shared(reviewer: User) -> None:
    assert shareable(reviewer.session) == [WHOLE]


def test_what_is_marked_comes_first_then_kept_clips(reviewer: User) -> None:
    reviewer.marks_range(3, 9)
    reviewer.presses("C")
    reviewer.rests()
    reviewer.session.in_out_range.set_marks(20, 30)

    first, *clips, last = shareable(reviewer.session)

    assert first == Shareable("Between in and out, frames 20 to 29", range(20, 30))
    assert [clip.frames for clip in clips] == [range(3, 10)]
    assert all(clip.title.endswith("frames 3 to 9") for clip in clips)
    assert last == WHOLE


def test_without_a_place_there_is_no_dialog(
    reviewer: User, context: WindowContext, host: QWidget, bar: NoticeBar
) -> None:
    assert ClipSharing(context, host).ask(reviewer.session) is None
    assert "No S3 location is set" in bar.text


def test_what_is_shared_goes_below_the_place(
    reviewer: User, context: WindowContext, host: QWidget, bar: NoticeBar, bucket: Bucket
) -> None:
    context.settings.set_place(bucket.place)
    dialog = ClipSharing(context, host).ask(reviewer.session)
    assert dialog is find_child(host, ShareDialog)

    dialog.share_asked.emit(range(5, 15), 1)

    reviewer.qtbot.waitUntil(lambda: "on the clipboard" in bar.text, timeout=30_000)
    [entry] = bucket.list("clips/")
    assert entry.key.endswith(".mp4")
