"""A real S3 server over HTTP on loopback: moto in a process of its own.

`python -m tests.s3_server` serves on a free port, says its address in one line, and ends when its
standard input does, so that no server outlives the tests, however they end.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]


@contextmanager
def running_server() -> Iterator[str]:
    """The address of a server, such as http://127.0.0.1:41234, that runs in the meantime."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.s3_server"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        address = process.stdout.readline().strip()
        if not address:
            raise RuntimeError("the S3 server did not start; try: python -m tests.s3_server")
        yield address
    finally:
        process.stdin.close()
        process.wait(timeout=30)
        process.stdout.close()


def serve() -> None:
    """Serve until standard input ends."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    print(f"http://{host}:{port}", flush=True)
    sys.stdin.read()
    server.stop()


if __name__ == "__main__":
    serve()
