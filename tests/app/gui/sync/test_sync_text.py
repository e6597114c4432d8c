from dataclasses import replace
from datetime import datetime

import pytest

from app.gui.sync.background import SyncState
from app.gui.sync.controller import sync_words
from storage.cloud.s3.errors import LoginEnded, Offline
from storage.cloud.s3.location import S3Location
from storage.cloud.sync.sync_issues import SyncIssue
from widgets.cloud.sync_status import Mood

SYNCED = SyncState(S3Location("club", "matches"), synced=datetime(2026, 1, 2, 14, 5))
WAITING = {"a": 1_000, "b": 200}
ENDED = LoginEnded("Your AWS login has expired.", "Run: aws sso login")
REMOVED = SyncIssue("removed", "v", "Labels were removed.", "Publish them again.")


@pytest.mark.parametrize(
    ("state", "mood", "words"),
    [
        (SyncState(), "quiet", "Not shared"),
        (SyncState(S3Location("club")), "quiet", "Not synced yet"),
        (SYNCED, "done", "Synced at 14:05"),
        (replace(SYNCED, unsent={"a": 1}), "waiting", "1 edit to send"),
        (replace(SYNCED, unsent=WAITING), "waiting", "1,200 edits to send"),
        (replace(SYNCED, running=True, steps=(5, 20)), "working", "Syncing, 5 of 20"),
        (replace(SYNCED, running=True), "done", "Synced at 14:05"),
        (replace(SYNCED, error=Offline("Gone.")), "waiting", "Offline"),
        (
            replace(SYNCED, error=Offline("Gone."), unsent=WAITING),
            "waiting",
            "Offline, 1,200 edits to send",
        ),
        (replace(SYNCED, error=ENDED), "attention", "Sync needs your attention"),
        (replace(SYNCED, issues=(REMOVED,)), "attention", "Sync needs your attention"),
        (replace(SYNCED, conflicts=2), "conflict", "Synced at 14:05 · 2 conflicts"),
        (
            replace(SYNCED, conflicts=1, error=ENDED),
            "attention",
            "Sync needs your attention · 1 conflict",
        ),
    ],
)
def test_a_few_words_say_how_sync_stands(state: SyncState, mood: Mood, words: str) -> None:
    shown = sync_words(state)

    assert (shown.mood, shown.words) == (mood, words)


def test_the_details_say_what_to_do() -> None:
    shown = sync_words(replace(SYNCED, error=ENDED, unsent=WAITING, issues=(REMOVED,)))

    assert shown.details.splitlines() == [
        "Your AWS login has expired. Run: aws sso login",
        "Labels were removed. Publish them again.",
        "s3://club/matches, sync is automatic.",
        "1,200 edits of yours saved here, waiting to be sent.",
        "The last sync was at 14:05:00.",
    ]
    assert shown.removed
