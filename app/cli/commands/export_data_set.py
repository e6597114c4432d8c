"""`touchline export coco|yolo|mot|cvat|soccernet`: data sets for other programs."""

import shutil
from argparse import Namespace
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

from app.cli.arguments.exit_status import DONE, UsageError
from app.cli.arguments.frame_ranges import check_inside
from app.cli.context import opened
from app.cli.places import library_of
from app.cli.progress_bar import follow
from app.workflows.export.labelled_video import DATA_SETS, labelled_video
from storage.cloud.s3.location import parse_location
from storage.formats.common.boxes import DEFAULT_SIZE
from storage.formats.export.data_set_plan import plan_data_set
from storage.formats.export.dataset import DataSetFormat, DataSetRequest, export_data_set
from storage.formats.export.request import Exported, Plan
from storage.media.images import ImageKind
from storage.progress import Progress

_IMAGES: dict[str, ImageKind] = {"jpeg": "jpeg", "png": "png"}


def run(args: Namespace) -> int:
    format, request = DATA_SETS[args.format], _request(args)
    if args.dry_run:
        plan = follow(plan_data_set(format, request), "Planning")
        print(told(plan))
    else:
        print(_written(args, format, request))
    return DONE


def told(plan: Plan) -> str:
    """A plan in one line."""
    return (
        f"{plan.frames} pictures, {plan.labels} labels, about {plan.bytes / 1e6:,.1f} MB, "
        f"{plan.requests} files (as many requests to upload them)"
    )


def _written(args: Namespace, format: DataSetFormat, request: DataSetRequest) -> str:
    """Where the data set is."""
    if not args.out.lower().startswith("s3:"):
        return follow(export_data_set(format, request), "Exporting").place
    from app.workflows.export.upload import (  # speaks to S3, and takes its time
        send_export,
        stage_for,
    )

    place = parse_location(args.out, args.profile, args.region, args.endpoint)
    stage = stage_for(library_of(args), f"{args.format} {place.url}")
    # pictures of an interrupted export are taken, its labels may have changed since
    shutil.rmtree(stage / Path(place.url).name, ignore_errors=True)

    def write(path: Path) -> Generator[Progress, None, Exported]:
        return export_data_set(format, replace(request, out=path))

    follow(send_export(place, stage, write, goes_on=stage.is_dir()), "Exporting")
    return place.url


def _request(args: Namespace) -> DataSetRequest:
    library = library_of(args)
    videos = [opened(library, path) for path in args.videos]
    if args.range and len(videos) > 1:
        raise UsageError("--range goes with one video", f"touchline export {args.format} --help")
    for video in videos:
        check_inside(args.range or (), video.video.frames)
    return DataSetRequest(
        [labelled_video(library, video, args.range or ()) for video in videos],
        Path(args.out),
        every=getattr(args, "every", 1),
        images=_IMAGES.get(getattr(args, "image", "none")),
        effective=args.effective,
        size=getattr(args, "ball_size", DEFAULT_SIZE),
        keypoints=not getattr(args, "boxes", False),
        validation=getattr(args, "validation", 0.0),
        classes=frozenset(getattr(args, "event", None) or ()),
        half=getattr(args, "half", 1),
    )
