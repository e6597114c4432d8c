"""A file of 1 GB and 10,000 small frames to S3: Touchline beside the AWS CLI, on one server.

Both are whole processes, from start to end, against one moto server on loopback, in turns. The CLI
is the `aws` on the path, else one that pip puts into a folder that is removed afterwards.
"""

import os
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

import boto3

from tests.s3_server import running_server

LARGE_MB, FRAMES, FRAME_BYTES, ROUNDS = 1000, 10_000, 30_000, 3
ROOT = Path(__file__).parents[2]


def run(large_mb: int = LARGE_MB, frames: int = FRAMES, rounds: int = ROUNDS) -> Iterator[str]:
    """Table lines; sizes may be smaller: `python -m tests.benchmarks.s3 50 500 1`."""
    with TemporaryDirectory(prefix="touchline-s3-") as scratch:
        folder = Path(scratch)
        aws = _aws(folder)
        if aws is None:
            yield "The AWS CLI is not here and pip cannot install it: there is nothing to compare."
            return
        sets = {
            f"one file of {large_mb:,} MB": _large(folder / "large", large_mb),
            f"{frames:,} frames of {FRAME_BYTES // 1000} kB": _frames(folder / "frames", frames),
        }
        yield "| upload | Touchline | AWS CLI | ratio |"
        yield "|---|---:|---:|---:|"
        for name, files in sets.items():
            ours, theirs = _raced(aws, files, folder, rounds)
            yield f"| {name} | {ours:.1f} s | {theirs:.1f} s | {ours / theirs:.2f} |"


def _raced(aws: str, files: Path, scratch: Path, rounds: int) -> tuple[float, float]:
    """Median seconds of each, in turns; a new server each time, as moto slows down when full."""
    ours: list[float] = []
    theirs: list[float] = []
    for turn in range(rounds):
        for is_ours in (True, False) if turn % 2 == 0 else (False, True):
            with running_server() as address:
                bucket = _bucket(address)
                command = _touchline if is_ours else partial(_aws_cli, aws)
                seconds = _timed(command(files, bucket, address, scratch), scratch)
                _check(address, bucket, files)
            (ours if is_ours else theirs).append(seconds)
    return median(ours), median(theirs)


def _touchline(files: Path, bucket: str, address: str, scratch: Path) -> list[str]:
    library = ["--library", str(scratch / "library")]
    put = ["s3", "put", str(files), "--to", f"s3://{bucket}", "--endpoint", address]
    return [sys.executable, "-m", "app", *library, *put]


def _aws_cli(aws: str, files: Path, bucket: str, address: str, scratch: Path) -> list[str]:
    copy = ["s3", "cp", "--recursive", "--only-show-errors", "--endpoint-url", address]
    return [aws, *copy, str(files), f"s3://{bucket}/{files.name}/"]


def _timed(command: list[str], scratch: Path) -> float:
    """Seconds that a process takes; it knows no login but the one that is made up here."""
    login = {
        "HOME": str(scratch),
        "AWS_ACCESS_KEY_ID": "touchline",
        "AWS_SECRET_ACCESS_KEY": "touchline",
        "AWS_REGION": "us-east-1",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    began = time.monotonic()
    subprocess.run(command, cwd=ROOT, env=os.environ | login, check=True, capture_output=True)
    return time.monotonic() - began


def _bucket(address: str) -> str:
    name = f"bench-{uuid4().hex[:8]}"
    _owner(address).create_bucket(Bucket=name)
    return name


def _check(address: str, bucket: str, files: Path) -> None:
    """A transfer that leaves something out is none."""
    pages = _owner(address).get_paginator("list_objects_v2").paginate(Bucket=bucket)
    sizes = {each["Key"]: each["Size"] for page in pages for each in page.get("Contents", [])}
    wanted = {f"{files.name}/{path.name}": path.stat().st_size for path in files.iterdir()}
    if sizes != wanted:
        raise RuntimeError(f"{len(sizes)} of {len(wanted)} objects arrived, or not whole")


def _owner(address: str) -> Any:
    return boto3.client(
        "s3",
        endpoint_url=address,
        region_name="us-east-1",
        aws_access_key_id="owner",
        aws_secret_access_key="owner",
    )


def _large(folder: Path, megabytes: int) -> Path:
    folder.mkdir()
    block = os.urandom(1_000_000)
    with (folder / "match.mp4").open("wb") as file:
        for _ in range(megabytes):
            file.write(block)
    return folder


def _frames(folder: Path, count: int) -> Path:
    folder.mkdir()
    block = os.urandom(FRAME_BYTES + count)
    for number in range(count):
        (folder / f"{number:06}.jpg").write_bytes(block[number : number + FRAME_BYTES])
    return folder


def _aws(scratch: Path) -> str | None:
    """The AWS CLI: the one that is there, or one in a new folder; None if pip cannot get it."""
    if there := shutil.which("aws"):
        return there
    folder = scratch / "awscli"
    venv.create(folder, with_pip=True)
    binaries = folder / ("Scripts" if sys.platform == "win32" else "bin")
    install = [str(binaries / "python"), "-m", "pip", "install", "--quiet", "awscli"]
    if subprocess.run(install, capture_output=True, check=False).returncode:
        return None
    return str(binaries / "aws")


if __name__ == "__main__":
    for line in run(*map(int, sys.argv[1:4])):
        print(line, flush=True)
