"""`touchline sync`: labels and predictions of the library's videos, with those of others."""

import json
import sys
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import asdict
from time import sleep
from typing import Any

from app.cli.arguments.exit_status import DONE, WORLD, print_error
from app.cli.commands.s3 import bucket_of
from app.cli.context import library_of, open_with_progress
from app.cli.progress_bar import follow
from storage.cloud.s3.bucket import Bucket
from storage.cloud.s3.errors import LoginEnded, Offline
from storage.cloud.sync.sync_issues import SyncIssue
from storage.cloud.sync.sync_pass import SyncResult, sync
from storage.library.journal.conflicts import count_conflicts
from storage.library.journal.sync_state import count_unsent, location_id, publish_again
from storage.library.library import Library
from storage.library.videos import recent_videos
from storage.quantities import plural
from storage.records import LIBRARY


def run(args: Namespace) -> int:
    """Sync once, or again and again until Ctrl-C; status 1 if something needs a person."""
    library = library_of(args)
    videos = [open_with_progress(library, path).video.fingerprint for path in args.video] or None
    if args.publish_again:
        _publish_again(library, bucket_of(args, args.url), videos)
    while True:
        try:
            # a new connection each time, so that a login that was renewed is taken up
            status = _once(args, library, bucket_of(args, args.url), videos)
            if args.publish:
                _publish(args, library)
        except (Offline, LoginEnded) as error:
            if args.once:
                raise
            print_error(error)  # and on: it may come back
        else:
            if args.once:
                return status
        sleep(args.every)


def _once(args: Namespace, library: Library, bucket: Bucket, videos: list[str] | None) -> int:
    work = sync(library, bucket, videos, runs=not args.no_predictions)
    result = follow(work, "Syncing")
    facts = _facts(library, bucket, result)
    print(json.dumps(facts) if args.json else text_of(facts), flush=True)
    for issue in result.issues:
        print(f"touchline: {issue.title} {issue.advice}", file=sys.stderr)
    return WORLD if result.issues else DONE


def _publish(args: Namespace, library: Library) -> None:
    """Publish what people have said, after what others have said has come."""
    from app.workflows.publishing.data_set import PublishingPlan, publish
    from storage.formats.export.tasks import GroundTruthTask

    plan = PublishingPlan(args.publish, GroundTruthTask(args.task))
    work = publish(library, bucket_of(args, args.url).place, plan)
    published = follow(work, "Publishing")
    state = "new revision" if published.new else "up to date, revision"
    print(f"{published.place}: {state} {published.revision}", file=sys.stderr)


def _facts(library: Library, bucket: Bucket, result: SyncResult) -> dict[str, Any]:
    place = bucket.place
    with library.connect() as db:
        number = location_id(db, place.bucket, place.prefix, place.endpoint)
        waiting, conflicts = count_unsent(db, number), count_conflicts(db)
    issues = [_plain(issue) for issue in result.issues]
    counts = {name: value for name, value in asdict(result).items() if name != "issues"}
    return {
        "place": place.url,
        **counts,
        "waiting": waiting,
        "conflicts": conflicts,
        "troubles": issues,
    }


def text_of(facts: dict[str, Any]) -> str:
    """`s3://…: 5 edits sent, 3 received, 1 analysis sent, 2 conflicts to decide`."""
    parts = [f"{plural(facts['sent'], 'edit')} sent, {facts['received']} received"]
    for name, done in (("sent_runs", "sent"), ("received_runs", "received")):
        if facts[name]:
            parts.append(f"{plural(facts[name], 'analysis')} {done}")
    if waiting := facts["waiting"]:
        parts.append(f"{plural(waiting, 'edit')} waiting to be sent")
    if number := facts["conflicts"]:
        parts.append(f"{plural(number, 'conflict')} to decide")
    return f"{facts['place']}: {', '.join(parts)}"


def _publish_again(library: Library, bucket: Bucket, videos: Sequence[str] | None) -> None:
    place = bucket.place
    with library.connect() as db:
        number = location_id(db, place.bucket, place.prefix, place.endpoint)
        everything = [LIBRARY, *(summary.video.fingerprint for summary in recent_videos(db))]
        for fingerprint in everything if videos is None else videos:
            publish_again(db, number, fingerprint)


def _plain(issue: SyncIssue) -> dict[str, str]:
    return {name: str(value) for name, value in asdict(issue).items()}
