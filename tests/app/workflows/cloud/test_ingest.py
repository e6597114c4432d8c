"""Videos from buckets into the library, clips out of it, and what is said of both: no window."""

from collections.abc import Generator, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.gui.cloud.bucket_browser import rows_of, time_text
from app.gui.cloud.watcher import watch_once, watch_problem
from app.workflows.background import return_user_errors
from app.workflows.cloud.ingest import Ingested, ingest, ingest_below, ingest_notice
from app.workflows.cloud.paths import cache_of, upload_memory, watch_file
from app.workflows.cloud.sharing import link_text, share_clip
from app.workflows.videos import open_video
from storage.cloud.s3.browsing import Page
from storage.cloud.s3.bucket import Bucket, Entry, connect
from storage.cloud.s3.errors import CloudError, LoginEnded, Offline
from storage.cloud.s3.location import S3Location
from storage.cloud.s3.presign import Link
from storage.cloud.video_cache import VideoCache
from storage.errors import UserError
from storage.library.library import Library
from storage.library.videos import recent_videos
from storage.records import Clip
from tests.draining import drained
from tests.storage.cloud.faults import Unreliable, unreliable

FINAL = Entry("2026/final.mp4", 3_000_000, '"x"', None)
PLACE = S3Location("videos", "club", "coach")


@pytest.fixture
def proxy(s3_server: str) -> Iterator[Unreliable]:
    with unreliable(s3_server) as proxy:
        yield proxy


@pytest.fixture
def cache(library: Library) -> VideoCache:
    return cache_of(library.folder, 1)


def known_names(library: Library) -> list[str]:
    with library.connect() as db:
        return [summary.video.path.name for summary in recent_videos(db)]


def test_all_videos_below_a_folder_come(
    library: Library, matches: Bucket, cache: VideoCache
) -> None:
    came = drained(ingest_below(library, matches, cache, "2026/"))

    assert [one.entry.key for one in came] == ["2026/final.mp4"]
    assert known_names(library) == ["final.mp4"]


def test_one_that_is_no_video_does_not_stop_the_others(
    library: Library, matches: Bucket, cache: VideoCache
) -> None:
    matches.write_new("2026/broken.mp4", b"no video")

    broken, final = drained(ingest_below(library, matches, cache, ""))

    assert broken.error is not None
    assert final.path is not None


def test_without_a_network_it_ends_at_once(
    library: Library, matches: Bucket, cache: VideoCache, proxy: Unreliable
) -> None:
    entries = list(matches.list())
    proxy.offline = True
    far = connect(replace(matches.place, endpoint=proxy.address), patient=False)

    with pytest.raises(Offline):
        drained(ingest(library, far, cache, entries))


def test_a_first_look_learns_and_a_second_one_brings(
    library: Library, matches: Bucket, cache: VideoCache, clip: Path
) -> None:
    file = watch_file(library.folder)
    first = drained(watch_once(library, matches.place, cache, file))
    matches.write_new("2027/new.mp4", clip.read_bytes())

    second = drained(watch_once(library, matches.place, cache, file))
    third = drained(watch_once(library, matches.place, cache, file))

    assert (first, third) == ([], [])
    assert [one.entry.key for one in second] == ["2027/new.mp4"]


def test_a_cancelled_sharing_leaves_nothing(library: Library, bucket: Bucket, clip: Path) -> None:
    opened = drained(open_video(library, clip))
    memory = upload_memory(library.folder)
    work = share_clip(opened, Clip(5, 15, ""), bucket, timedelta(hours=1), library.exports, memory)
    next(work)
    work.close()

    assert list(library.exports.iterdir()) == []
    assert list(bucket.list()) == []


@pytest.mark.parametrize(
    ("came", "title", "kind"),
    [
        ([], "There are no videos in s3://videos.", "warning"),
        ([Ingested(FINAL, Path("a"))], "1 video is in the library.", "done"),
        ([Ingested(FINAL, Path("a"))] * 2, "2 videos are in the library.", "done"),
        ([Ingested(FINAL, None, UserError("No."))], "0 videos are in the library.", "warning"),
    ],
)
def test_what_came_is_told(came: list[Ingested], title: str, kind: str) -> None:
    told = ingest_notice(came, "s3://videos")

    assert (told[0], told[2]) == (title, kind)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (LoginEnded("Ended.", "Run: aws sso login"), "waiting for your AWS login. Run: aws sso"),
        (Offline("Away."), "offline, will try again soon"),
        (CloudError("Broken.", "Mend it."), "Broken. Mend it."),
    ],
)
def test_what_is_in_the_way_of_a_watch_is_one_line(error: UserError, words: str) -> None:
    assert watch_problem(PLACE, error).startswith(f"Watching s3://videos/club: {words}")


def test_a_page_in_words() -> None:
    page = Page(("2026/a/",), (FINAL, Entry("2026/b\x1b.txt", 5, "", None)))

    rows = rows_of(page, "2026/")

    assert [(row.name, row.size) for row in rows] == [
        ("a", ""),
        ("final.mp4", "3.0\u202fMB"),
        ("b\ufffd.txt", "5\u202fB"),
    ]
    assert [row.is_video for row in rows] == [False, True, False]


def test_times_in_words() -> None:
    assert time_text(None) == ""
    assert time_text(datetime(2026, 1, 2, 12, tzinfo=UTC)).startswith("2026-01-0")


def test_a_link_of_a_lent_login_is_told_to_end_sooner() -> None:
    lent = Link("https://…", datetime(2026, 1, 2, tzinfo=UTC), temporary=True)

    assert "often within hours" in link_text(lent)
    assert "often within hours" not in link_text(replace(lent, temporary=False))


def test_the_worlds_trouble_becomes_an_answer() -> None:
    def fails() -> Generator[int, None, None]:
        yield 1
        raise UserError("No.")

    assert str(drained(return_user_errors(fails()))) == "No."
