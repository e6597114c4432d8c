"""`touchline export groundtruth`: a data set in a folder or straight into a bucket."""

from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path

from app.cli.arguments.exit_status import DONE, UsageError
from app.cli.arguments.frame_ranges import check_inside
from app.cli.context import opened
from app.cli.places import library_of
from app.cli.progress_bar import follow
from app.workflows.export.labelled_video import labelled_video
from storage.cloud.s3.location import S3Location, parse_location
from storage.formats.export.request import ExportRequest, Plan, Task
from storage.formats.groundtruth.write.exporting import export, plan

_S3 = "s3://"


def run(args: Namespace) -> int:
    request = _request(args)
    if args.dry_run:
        found = follow(plan(request), "Planning")
        print(told(found))
    else:
        print(follow(export(request), "Exporting").place)
    return DONE


def told(found: Plan) -> str:
    """A plan in one line."""
    sequences = f"{found.sequences} sequences, " if found.sequences else ""
    return (
        f"{found.frames} frames, {found.labels} labels, {sequences}"
        f"about {found.bytes / 1e6:,.1f} MB, {found.requests} requests to S3"
    )


def _request(args: Namespace) -> ExportRequest:
    out = _out(args)
    library = library_of(args)
    videos = [opened(library, path) for path in args.videos]
    if args.range and len(videos) > 1:
        raise UsageError("--range goes with one video", "touchline export groundtruth --help")
    for video in videos:
        check_inside(args.range or (), video.video.frames)
    return ExportRequest(
        [labelled_video(library, video, args.range or ()) for video in videos],
        out,
        Task(args.task),
        created=datetime.now(UTC),
        classes=args.classes,
        every=args.every,
        images=args.image,
        effective=args.effective,
        attribute=args.attribute,
        job=args.job,
        prefix=args.prefix,
        radius=args.radius,
        around=args.around,
        length=args.length,
        onto=args.onto,
    )


def _out(args: Namespace) -> Path | S3Location:
    if not args.out.lower().startswith(_S3):
        return Path(args.out)
    return parse_location(args.out, args.profile, args.region, args.endpoint)
