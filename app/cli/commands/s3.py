"""`touchline s3`: list, fetch, send, share, ingest and watch."""

import json
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from pathlib import Path
from time import sleep

from app.cli.arguments.exit_status import DONE, WORLD, print_error
from app.cli.context import library_folder_of, library_of, ready_folder
from app.cli.progress_bar import follow
from app.workflows.cloud.paths import cache_of, upload_memory, watch_file
from app.workflows.settings import UserSettings
from storage.cloud.s3.addresses import spellings, split_address
from storage.cloud.s3.bucket import Bucket, Entry, connect
from storage.cloud.s3.errors import Missing, Offline
from storage.cloud.s3.keys import local_paths
from storage.cloud.s3.location import parse_location, resolve_location
from storage.errors import UserError
from storage.foreign_text import one_line


def run(args: Namespace) -> int:
    """Do what the word behind `s3` says."""
    return _COMMANDS[args.action](args)


def bucket_of(args: Namespace, url: str | None) -> Bucket:
    """The bucket of `url`, by default of the settings' place. Raises UserError."""
    if url and (args.profile or args.region or args.endpoint):
        return connect(parse_location(url, args.profile, args.region, args.endpoint))
    login = UserSettings().place
    if url:
        return connect(resolve_location(url, login))
    if login is None:
        raise UserError(
            "No S3 location is set.", "Give one as s3://BUCKET/PREFIX, or set it in the window."
        )
    return connect(login)


def _ls(args: Namespace) -> int:
    from storage.cloud.s3.browsing import browse

    bucket = bucket_of(args, args.url)
    pages = list(browse(bucket))
    folders = [folder for page in pages for folder in page.folders]
    entries = [entry for page in pages for entry in page.entries]
    if args.json:
        objects = [{"key": e.key, "bytes": e.size, "modified": str(e.modified)} for e in entries]
        print(json.dumps({"place": bucket.place.url, "folders": folders, "objects": objects}))
        return DONE
    for folder in folders:
        print(f"{'folder':>15}  {one_line(folder)}")
    for entry in entries:
        print(f"{entry.size:>15,}  {one_line(entry.key)}")
    return DONE


def _get(args: Namespace) -> int:
    from storage.cloud.transfer.transfers import Download, download

    bucket, folder, wanted = _asked_for(args)
    names = {entry.key: entry.key.removeprefix(folder) for entry in wanted}
    paths = local_paths(ready_folder(args.out), names.values())
    files = [Download(entry, paths[names[entry.key]]) for entry in wanted]
    for file in files:
        ready_folder(file.path.parent)
    follow(download(bucket, files, args.rate), "Fetching")
    print(f"{args.out}: {len(files)} files")
    return DONE


def _asked_for(args: Namespace) -> tuple[Bucket, str, list[Entry]]:
    """One object, or all below a prefix that ends in a slash; with the folder they are in."""
    for url in spellings(args.url):
        address = split_address(url)
        bucket = bucket_of(args, address.place)
        if address.is_folder:
            entries = bucket.list(address.name, plain=False)
            wanted = [entry for entry in entries if entry.key[-1:] not in ("", "/")]
        else:
            entry = bucket.entry(address.name)
            wanted = [] if entry is None else [entry]
        if wanted:
            break
    if not wanted and not address.is_folder:
        raise Missing(
            f"{args.url} does not exist.",
            "To get everything in a folder, end the address with a slash.",
        )
    return bucket, address.folder, wanted


def _put(args: Namespace) -> int:
    from storage.cloud.transfer.transfers import Upload, upload

    bucket = bucket_of(args, args.to)
    files = [Upload(path, key) for path, key in _files_in(args.paths)]
    memory = upload_memory(library_folder_of(args))  # no library is made for it
    sent = follow(upload(bucket, files, memory, args.rate), "Sending")
    print(
        f"{bucket.place.url}: {sent} of {len(files)} files uploaded; the others were already there"
    )
    return DONE


def _files_in(paths: list[Path]) -> Iterator[tuple[Path, str]]:
    """Each file and its key: its name, or its way below the folder that was named."""
    for path in paths:
        if not path.is_dir():
            yield path, path.name
            continue
        for file in sorted(path.rglob("*")):
            if file.is_file():
                yield file, f"{path.resolve().name}/{file.relative_to(path).as_posix()}"


def _share(args: Namespace) -> int:
    from app.cli.arguments.frame_ranges import check_inside
    from app.cli.context import open_with_progress
    from app.workflows.cloud.sharing import link_text, share_clip, share_file
    from storage.records import Clip

    bucket, library = bucket_of(args, args.to), library_of(args)
    memory = upload_memory(library.folder)
    if args.range is None:
        work = share_file(args.video, bucket, args.lasting, memory)
    else:
        video = open_with_progress(library, args.video)
        check_inside([args.range], video.video.frames)
        clip = Clip(args.range.start, args.range.stop, "")
        work = share_clip(video, clip, bucket, args.lasting, library.exports, memory)
    link = follow(work, "Sharing")
    print(link_text(link), file=sys.stderr)
    print(link.url)
    return DONE


def _ingest(args: Namespace) -> int:
    from storage.cloud.s3.browsing import is_video

    bucket = bucket_of(args, args.url)
    return _bring(
        args, bucket, [entry for entry in bucket.list(plain=False) if is_video(entry.key)]
    )


def _bring(args: Namespace, bucket: Bucket, wanted: list[Entry]) -> int:
    from app.workflows.cloud.ingest import ingest

    library = library_of(args)
    cache = cache_of(library.folder, UserSettings().cache_gb)
    work = ingest(library, bucket, cache, wanted)
    came = follow(work, "Fetching")
    for transfer in came:
        if transfer.error:
            print_error(transfer.error)
        else:
            print(f"{one_line(transfer.entry.key)}: {transfer.path}")
    return WORLD if any(transfer.error for transfer in came) else DONE


def _watch(args: Namespace) -> int:
    from storage.cloud.watching import Watch

    bucket = bucket_of(args, args.url)
    watch = Watch(watch_file(library_folder_of(args)), bucket)
    worst = DONE
    while True:
        try:
            new = watch.look()
            worst = max(worst, _bring(args, bucket, new)) if new else worst
            watch.tell(new)
        except Offline as error:
            if args.once:
                raise
            print_error(error)  # and look again: it may come back
        if args.once:
            return worst
        sleep(args.every)


_COMMANDS: dict[str, Callable[[Namespace], int]] = {
    "ls": _ls,
    "get": _get,
    "put": _put,
    "share": _share,
    "ingest": _ingest,
    "watch": _watch,
}
