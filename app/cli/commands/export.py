"""`touchline export`: labels, training sets, clips and overlays of videos."""

import os
import sys
from argparse import Namespace

from app.cli.arguments.exit_status import DONE, UsageError
from app.cli.arguments.frame_ranges import check_inside
from app.cli.context import library_of, open_with_progress
from app.cli.progress_bar import follow
from app.workflows.export.run import ExportResult, plan_export, prepare_resume, run_export
from storage.cloud.s3.location import S3Location, parse_location
from storage.formats.entry.export_format import Span
from storage.formats.export.exporter import WrittenClip
from storage.formats.export.options import ExportPlan, ExportRequest, GroundTruthOptions
from storage.library.library import Library
from storage.quantities import plural


def run(args: Namespace) -> int:
    _check_usage(args)
    login = _login(args)
    library = library_of(args)
    request = _request(args, _fingerprints(library, args))
    if args.dry_run:
        work = plan_export(library, request, login)
        _print_plan(follow(work, "Planning"))
        return DONE
    resume = prepare_resume(library, request, login)
    export = run_export(library, request, login, resume)
    _print_result(follow(export, "Exporting"))
    return DONE


def plan_text(plan: ExportPlan) -> str:
    """A plan in one line."""
    parts = [
        plural(number, name)
        for number, name in (
            (plan.frames, "frame"),
            (plan.labels, "label"),
            (plan.sequences, "sequence"),
        )
        if number
    ]
    parts.append(f"about {plan.bytes / 1e6:,.1f} MB")
    if plan.files:
        parts.append(plural(plan.files, "file"))
    if plan.requests:
        parts.append(f"{plural(plan.requests, 'request')} to S3")
    return ", ".join(parts)


def difference_text(written: WrittenClip) -> str:
    """Which frames a fast copy has instead of those that were asked for."""
    clip = written.clip
    return (
        f"{written.path.name} contains frames {written.first} to {written.stop - 1} "
        f"instead of {clip.first} to {clip.stop - 1}; without --fast-copy it is exact."
    )


def _check_usage(args: Namespace) -> None:
    help = f"touchline export {args.format} --help"
    if args.range and len(args.videos) > 1:
        raise UsageError("--range goes with one video", help)
    one_film = args.format == "overlay" and len(args.videos) == 1
    if one_film and not args.out.lower().endswith(".mp4"):
        raise UsageError(f"an overlay is an MP4 file: {args.out}.mp4", help)


def _login(args: Namespace) -> S3Location | None:
    if not args.out.lower().startswith("s3:"):
        return None
    return parse_location(args.out, args.profile, args.region, args.endpoint)


def _fingerprints(library: Library, args: Namespace) -> tuple[str, ...]:
    """The videos, known to the library from now on."""
    videos = [open_with_progress(library, path).video for path in args.videos]
    for video in videos:
        check_inside(_ranges(args), video.frames)
    return tuple(dict.fromkeys(video.fingerprint for video in videos))


def _ranges(args: Namespace) -> tuple[range, ...]:
    frames = args.range or ()
    return (frames,) if isinstance(frames, range) else tuple(frames)


def _request(args: Namespace, fingerprints: tuple[str, ...]) -> ExportRequest:
    if args.out.lower().startswith("s3:"):
        folder, name = args.out, ""
    else:
        folder, name = os.path.split(os.path.abspath(args.out))
    kept = Span.CLIPS if args.format == "clips" else Span.WHOLE
    plain = ExportRequest(args.format, fingerprints, folder, name)
    option = vars(args).get
    return ExportRequest(
        args.format,
        fingerprints,
        folder,
        name,
        Span.RANGES if args.range else kept,
        _ranges(args),
        every=option("every", plain.every),
        classes=frozenset(option("event") or ()) or None,
        effective=option("effective", plain.effective),
        images=option("image", plain.images),
        task=option("task", plain.task),
        size=option("ball_size", plain.size),
        keypoints=not option("boxes", not plain.keypoints),
        validation=option("validation", plain.validation),
        half=option("half", plain.half),
        fast_copy=option("fast_copy", plain.fast_copy),
        ground_truth=_ground_truth(args) if "onto" in args else plain.ground_truth,
    )


def _ground_truth(args: Namespace) -> GroundTruthOptions:
    return GroundTruthOptions(
        args.attribute, args.job, args.prefix, args.around, args.length, args.onto
    )


def _print_plan(plan: ExportPlan) -> None:
    print(plan_text(plan))
    for note in plan.notes:
        print(f"touchline: {note}", file=sys.stderr)


def _print_result(result: ExportResult) -> None:
    for clip in result.clips:
        print(clip.path)
        if not clip.exact:
            print(f"touchline: {difference_text(clip)}", file=sys.stderr)
    if not result.clips:
        print(result.place)
    for note in result.notes:
        print(f"touchline: {note}", file=sys.stderr)
