"""A proxy in front of an S3 server that misbehaves as told: what networks and servers do to us.

    with unreliable(s3_server) as proxy:
        proxy.next("PUT", "lose")           # what befalls the next PUT, and then the one after it
        proxy.choose = lambda request: …    # or asked for each request: a fault or None
        proxy.ignores_conditions = True     # the server that lies
        proxy.offline = True                # nobody answers

Faults by name:

    "409", "412", "403", "429", "500", "501", "503", "507"   answered without asking the server
    "ExpiredToken", "SlowDown", …   any other word: status 400 with that code
    lose      the server does it, the answer is lost: the connection closes
    drop      the request is lost on its way there: the connection closes
    late      as drop, but the request arrives after all, behind the next one that is answered
    twice     the server gets it twice, and the second answer is told
    cut       half of the body of the answer arrives
    damage    one byte of the body of the answer is another
    slow      the answer comes in many small pieces
    page, neat page   a login page of the network comes in place of the answer, in HTML or XHTML
"""

import http.client
import os
import re
import socket
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from threading import Lock, Thread
from urllib.parse import unquote, urlsplit

from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

_HOP = ("connection", "transfer-encoding", "content-length", "keep-alive", "expect")
_CODES = {
    403: "AccessDenied",
    404: "NoSuchKey",
    409: "ConditionalRequestConflict",
    412: "PreconditionFailed",
    429: "SlowDown",
    500: "InternalError",
    501: "NotImplemented",
    503: "SlowDown",
    507: "InsufficientStorage",
}
_PAGES = {"page": b"<html>Log in<br></html>", "neat page": b"<html>Log in<br/></html>"}
_CONDITIONS = ("if-match", "if-none-match")
_CONTENTS = re.compile(rb"<Contents>.*?</Contents>", re.DOTALL)
_PIECE = 64  # bytes of a slow answer that come at once


@dataclass(frozen=True)
class Request:
    """A request as it came; `path` is unquoted, `query` is not."""

    method: str
    target: str
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def path(self) -> str:
        return unquote(urlsplit(self.target).path)

    @property
    def query(self) -> str:
        return urlsplit(self.target).query

    @property
    def lists(self) -> bool:
        return self.method == "GET" and "list-type=2" in self.query


@dataclass(frozen=True)
class Answer:
    """An answer as it goes back."""

    status: int
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""


@dataclass
class Unreliable:
    """How the proxy behaves; all of it may be changed while it runs."""

    upstream: str  # host:port
    address: str = ""  # of the proxy itself
    choose: Callable[[Request], str | None] = lambda _: None
    offline: bool = False
    ignores_conditions: bool = False
    page_size: int | None = None  # of listings; servers may send fewer than a thousand at once
    disorder: Random | None = None  # listings come shuffled, with entries told twice
    requests: list[Request] = field(default_factory=list)  # all that came, without their bodies
    _next: dict[str, deque[str]] = field(default_factory=lambda: defaultdict(deque))
    _late: list[Request] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    def next(self, method: str, *faults: str) -> None:
        """What befalls the next requests of `method`, one each; "" is nothing."""
        with self._lock:
            self._next[method].extend(faults)

    def fault_of(self, request: Request) -> str:
        with self._lock:
            self.requests.append(Request(request.method, request.target, request.headers, b""))
            waiting = self._next[request.method]
            return waiting.popleft() if waiting else self.choose(request) or ""

    def delay(self, request: Request) -> None:
        with self._lock:
            self._late.append(request)

    def delayed(self) -> list[Request]:
        """Requests on their way, which arrive now."""
        with self._lock:
            late, self._late = self._late, []
            return late

    def passed_on(self, request: Request) -> Answer:
        """What the server says to `request`."""
        request = self._altered(request)
        headers = {name: value for name, value in request.headers if name.lower() not in _HOP}
        link = http.client.HTTPConnection(self.upstream, timeout=60)
        try:
            link.request(request.method, request.target, request.body, headers)
            reply = link.getresponse()
            answer = Answer(reply.status, reply.getheaders(), reply.read())
        finally:
            link.close()
        return self._in_disorder(answer) if self.disorder and request.lists else answer

    def _altered(self, request: Request) -> Request:
        """What the server is to take for `request`."""
        headers, target = request.headers, request.target
        if self.ignores_conditions:
            headers = [(name, value) for name, value in headers if name.lower() not in _CONDITIONS]
        if self.page_size and request.lists:
            target += f"&max-keys={self.page_size}"
        if (headers, target) == (request.headers, request.target):
            return request
        return _signed(Request(request.method, target, headers, request.body))

    def _in_disorder(self, answer: Answer) -> Answer:
        assert self.disorder is not None
        entries = _CONTENTS.findall(answer.body)
        entries += self.disorder.sample(entries, len(entries) // 3)
        self.disorder.shuffle(entries)
        bare = _CONTENTS.sub(b"", answer.body)
        body = bare.replace(b"</ListBucketResult>", b"".join(entries) + b"</ListBucketResult>")
        return Answer(answer.status, answer.headers, body)


@contextmanager
def unreliable(upstream: str) -> Iterator[Unreliable]:
    """A proxy on a free port of loopback in front of the server at the address `upstream`."""
    state = Unreliable(urlsplit(upstream).netloc)
    server = _Server(("127.0.0.1", 0), type("Handler", (_Handler,), {"state": state}))
    state.address = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that leave in the middle are what this is for."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    state: Unreliable

    def forward(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        request = Request(self.command, self.path, list(self.headers.items()), body)
        fault = "drop" if self.state.offline else self.state.fault_of(request)
        if fault == "late":
            self.state.delay(request)
        if fault in ("drop", "late"):
            self.hang_up()
        elif fault in _PAGES:
            self.answer(Answer(200, [("Content-Type", "text/html")], _PAGES[fault]))
        elif fault in ("", "lose", "twice", "cut", "damage", "slow"):
            self.ask(request, fault)
        else:
            self.answer(_refusal(fault))

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = forward

    def ask(self, request: Request, fault: str) -> None:
        if fault == "twice":
            self.state.passed_on(request)
        answer = self.state.passed_on(request)
        for late in self.state.delayed():
            self.state.passed_on(late)
        if fault == "lose":
            self.hang_up()
        else:
            self.answer(answer, fault)

    def answer(self, answer: Answer, fault: str = "") -> None:
        body = answer.body
        if fault == "damage" and body:
            body = body[:-1] + bytes([body[-1] ^ 1])
        self.send_response_only(answer.status)
        for name, value in answer.headers:
            if name.lower() not in _HOP:
                self.send_header(name, value)
        of_head = {name.lower(): value for name, value in answer.headers}.get("content-length", "0")
        self.send_header("Content-Length", of_head if self.command == "HEAD" else str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.send(body, fault)

    def send(self, body: bytes, fault: str) -> None:
        if fault == "slow":
            for start in range(0, len(body), _PIECE):
                self.wfile.write(body[start : start + _PIECE])
            return
        self.wfile.write(body[: len(body) // 2] if fault == "cut" else body)
        if fault == "cut":
            self.hang_up()

    def hang_up(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


def _signed(request: Request) -> Request:
    """`request` with a signature of its own, for servers that check whether it was altered."""
    headers = {name: value for name, value in request.headers if name.lower() not in _HOP}
    if "Authorization" not in headers:
        return request
    # the path and the Host header count, not the address
    whole = AWSRequest(request.method, f"http://host{request.target}", headers, request.body)
    keys = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
    login = Credentials(*map(os.environ.get, keys))
    S3SigV4Auth(login, "s3", "us-east-1").add_auth(whole)
    return Request(request.method, request.target, list(whole.headers.items()), request.body)


def _refusal(fault: str) -> Answer:
    """S3's answer of a status, or of a code."""
    status, code = (int(fault), _CODES.get(int(fault), "")) if fault.isdigit() else (400, fault)
    body = f'<?xml version="1.0"?><Error><Code>{code}</Code><Message>no</Message></Error>'
    return Answer(status, [("Content-Type", "application/xml")], body.encode())
