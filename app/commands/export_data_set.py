"""`touchline export coco|yolo|mot|cvat|soccernet`: data sets for other programs."""

from argparse import Namespace
from pathlib import Path

from app.commands.opening import opened
from app.commands.places import library_of
from app.data_sets import DATA_SETS, labelled_video
from app.errors import DONE, UsageError
from app.frame_ranges import check_inside
from app.progress import FRAMES, Unit, follow
from storage.formats.boxes import DEFAULT_SIZE
from storage.formats.data_set import DataSetRequest, ImageKind, export_data_set
from storage.formats.data_set_plan import plan_data_set
from storage.formats.groundtruth.request import Plan
from storage.progress import Progress

_IMAGES: dict[str, ImageKind] = {"jpeg": "jpeg", "png": "png"}


def run(args: Namespace) -> int:
    format, request = DATA_SETS[args.format], _request(args)
    if args.dry_run:
        plan = follow(plan_data_set(format, request), "Planning", Unit("samples"), _count)
        print(told(plan))
    else:
        print(follow(export_data_set(format, request), "Exporting", FRAMES, _count).place)
    return DONE


def told(plan: Plan) -> str:
    """A plan in one line."""
    return (
        f"{plan.frames} pictures, {plan.labels} labels, about {plan.bytes / 1e6:,.1f} MB, "
        f"{plan.requests} files (as many requests to upload them)"
    )


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


def _count(step: Progress) -> tuple[int, int]:
    return step.done, step.total
