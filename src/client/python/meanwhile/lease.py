"""A job that is leased to this worker, as its handler sees it."""

from __future__ import annotations

import base64
import re
from typing import Any, Mapping, Optional

from .lease_line import LeaseLine, LeaseOver
from .output import Output
from .problem import Problem
from .source import Content, FileSource
from .transport import Http
from .upload import Upload, Writer

__all__ = ["Failure", "Lease", "LeaseOver"]


class Failure(Exception):
    """Raised by a handler to let the attempt fail with these words.

    :param code: the operation's own word, for programs: lower-case letters, digits and single hyphens
    :param message: for people
    :param retry: whether another attempt may succeed
    """

    def __init__(self, code: str, message: str, *, retry: bool = False):
        super().__init__(message)
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code) or len(code) > 64:
            raise ValueError(f"no code: {code}")
        self.code = code
        self.message = message
        self.retry = retry


class Lease:
    """A leased job. It is renewed in the background until the handler returns.

    All methods but :meth:`wait` raise :class:`LeaseOver` when the handler shall stop.
    """

    def __init__(self, http: Http, document: Mapping[str, Any]):
        self._http = http
        self.line = LeaseLine(http, str(document["uri"]))
        self.job: str = document["job"]
        self.operation: str = document["operation"]
        #: The number of this attempt, from 1.
        self.attempt: int = document.get("attempt", 1)
        self.input: Any = document.get("input", {})
        self.labels: Mapping[str, str] = document.get("labels", {})
        self.caller: Optional[str] = document.get("caller")
        #: What the last attempt saved; None when there is none.
        self.checkpoint: Optional[bytes] = _decoded(document.get("checkpoint"))
        #: W3C Trace Context of the request that created the job.
        self.traceparent: Optional[str] = document.get("traceparent")
        self._file: Optional[str] = document.get("file")

    @property
    def is_over(self) -> bool:
        """Whether the handler shall stop: the lease is lost, the job is cancelled, or the worker stops."""
        return self.line.over.is_set()

    def check(self) -> None:
        """Does nothing but raise :class:`LeaseOver` when the handler shall stop. Costs nothing: call it often."""
        self.line.check()

    def wait(self, seconds: float) -> bool:
        """Waits, and returns early with True when the handler shall stop."""
        return self.line.over.wait(seconds)

    def progress(
        self, done: int, total: Optional[int] = None, unit: Optional[str] = None, message: Optional[str] = None
    ) -> None:
        """Tells how far it is. Only the latest is sent, once a second at most: call it as often as you like."""
        progress = {"done": done, "total": total, "unit": unit}
        news: dict[str, Any] = {"progress": {name: value for name, value in progress.items() if value is not None}}
        if message is not None:
            news["message"] = message
        self.line.say(news)

    def log(self, line: str) -> None:
        """Adds a line to the job's log. Lines are sent together, within about a second."""
        self.line.log(line)

    def save(self, checkpoint: bytes) -> None:
        """Stores what a later attempt needs to go on from here. Returns when the server has it."""
        self.line.say({"checkpoint": base64.b64encode(checkpoint).decode()})
        self.line.renew_until_sent()
        self.check()

    def file(self) -> Output:
        """Opens the job's file: a binary stream that resumes after failures and checks length and digest."""
        self.check()
        if self._file is None:
            raise ValueError("the job has no file")
        return Output(self._http, self._file).open()

    def output(self, content: Content, *, media_type: str = "application/octet-stream", name: Optional[str] = None) -> None:
        """Uploads the whole output, streamed, with its digest; goes on after failures. A second one replaces the first.

        :param content: a path, bytes, or a function that opens a binary stream anew for each try
        """
        self.check()
        try:
            Upload(self._http, self.line.uri, self.check).send(FileSource(content, name=name, media_type=media_type))
        except Problem as e:
            self.line.refused(e)

    def writer(self, *, media_type: str = "application/octet-stream", name: Optional[str] = None) -> Writer:
        """Opens a binary stream that appends to the output, a piece at a time. Close it before the handler returns."""
        self.check()
        return Writer(self._http, self.line.uri, self.check, self.line.refused, media_type, name)


def _decoded(checkpoint: Optional[str]) -> Optional[bytes]:
    return None if checkpoint is None else base64.b64decode(checkpoint)
