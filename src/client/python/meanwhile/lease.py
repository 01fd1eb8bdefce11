"""A job that is leased to this worker, as its handler sees it."""

from __future__ import annotations

import base64
import json
import re
import threading
import time
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any, Mapping, Optional

from .output import Output
from .problem import Problem
from .retry import COME_BACK
from .source import Content, FileSource
from .transport import NETWORK, Answer, Http, Request
from .upload import Upload, Writer

#: A renewal is due after this part of the time for which the lease holds.
RENEW = 1 / 3

#: Progress and log lines are sent at most so often, in seconds.
FLUSH = 1.0

MAX_LINES = 1000


class LeaseOver(Exception):
    """The handler shall stop; nothing that it does counts any more.

    ``reason`` is ``lost`` (not renewed in time: another worker may have the job), ``canceled``, ``suspended`` (the job was
    handed back with the checkpoint that was just saved) or ``stopping`` (the worker stops; the job is handed back).
    """

    def __init__(self, reason: str):
        super().__init__(f"the lease is over: {reason}")
        self.reason = reason


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
        self._uri = str(document["uri"])
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
        self._over = threading.Event()
        self._reason = ""
        self._wake = threading.Condition()
        self._news: dict[str, Any] = {}
        self._lines: list[str] = []
        self._finished = False
        self._renewal_due = 0.0
        self._lost_at = 0.0
        self._sending = threading.Lock()

    # What a handler uses.

    @property
    def is_over(self) -> bool:
        """Whether the handler shall stop: the lease is lost, the job is cancelled, or the worker stops."""
        return self._over.is_set()

    def check(self) -> None:
        """Does nothing but raise :class:`LeaseOver` when the handler shall stop. Costs nothing: call it often."""
        if self._over.is_set():
            raise LeaseOver(self._reason)

    def wait(self, seconds: float) -> bool:
        """Waits, and returns early with True when the handler shall stop."""
        return self._over.wait(seconds)

    def progress(
        self, done: int, total: Optional[int] = None, unit: Optional[str] = None, message: Optional[str] = None
    ) -> None:
        """Tells how far it is. Only the latest is sent, once a second at most: call it as often as you like."""
        self.check()
        progress = {"done": done, "total": total, "unit": unit}
        news: dict[str, Any] = {"progress": {name: value for name, value in progress.items() if value is not None}}
        if message is not None:
            news["message"] = message
        with self._wake:
            self._news.update(news)
            self._wake.notify()

    def log(self, line: str) -> None:
        """Adds a line to the job's log. Lines are sent together, within about a second."""
        self.check()
        with self._wake:
            self._lines.append(line)
            full = len(self._lines) >= MAX_LINES
            self._wake.notify()
        if full:
            self._flush()

    def save(self, checkpoint: bytes) -> None:
        """Stores what a later attempt needs to go on from here. Returns when the server has it."""
        self.check()
        with self._wake:
            self._news["checkpoint"] = base64.b64encode(checkpoint).decode()
        self._flush()
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
            Upload(self._http, self._uri, self.check).send(FileSource(content, name=name, media_type=media_type))
        except Problem as e:
            self._refused(e)

    def writer(self, *, media_type: str = "application/octet-stream", name: Optional[str] = None) -> Writer:
        """Opens a binary stream that appends to the output, a piece at a time. Close it before the handler returns."""
        self.check()
        return Writer(self._http, self._uri, self.check, self._refused, media_type, name)

    # What the worker uses.

    def renew(self) -> bool:
        """Tells the server that this worker lives; returns whether the lease still holds."""
        with self._sending:
            with self._wake:
                news, self._news = self._news, {}
            try:
                self._patch(news)
            except Problem as e:
                if e.status in COME_BACK:
                    self._keep(news)
                    return self._tried_in_vain()
                self._end("lost")
            except NETWORK:
                self._keep(news)
                return self._tried_in_vain()
        return not self._over.is_set()

    def _patch(self, news: dict[str, Any]) -> None:
        sent = time.monotonic()
        headers = {"Content-Type": "application/merge-patch+json"}
        request = Request("PATCH", self._uri, headers, json.dumps(news).encode())
        with self._http.send(request, again=False) as answer:
            document = answer.json()
            holds = _seconds_left(document.get("expiresAt"), answer)
        self._renewal_due = sent + holds * RENEW
        self._lost_at = sent + holds
        if document.get("cancelRequested"):
            self._end("canceled")
        elif document.get("suspended"):
            self._end("suspended")

    def _keep(self, news: dict[str, Any]) -> None:
        with self._wake:
            self._news = {**news, **self._news}

    def _tried_in_vain(self) -> bool:
        if time.monotonic() >= self._lost_at:
            self._end("lost")
        self._renewal_due = time.monotonic() + FLUSH
        return not self._over.is_set()

    def _refused(self, problem: Problem) -> None:
        """Raises what an answer on this lease means."""
        if problem.kind in ("lease-lost", "unknown-lease"):
            self._end("lost")
        elif problem.kind == "wrong-state":
            self.renew()  # tells whether the job was cancelled
        self.check()
        raise problem

    def keep_alive(self) -> None:
        """Renews, and sends progress and lines, until :meth:`finish`. The body of the worker's own thread."""
        while True:
            with self._wake:
                self._wake.wait_for(self._has_news, max(0.0, self._renewal_due - time.monotonic()))
                if self._finished:
                    return
            self._flush()
            with self._wake:
                if self._wake.wait_for(lambda: self._finished, FLUSH):
                    return

    def _has_news(self) -> bool:
        return bool(self._finished or self._news or self._lines)

    def _flush(self) -> None:
        self._send_lines()
        if not self._over.is_set() and (self._news or time.monotonic() >= self._renewal_due):
            self.renew()

    def _send_lines(self) -> None:
        with self._wake:
            lines, self._lines = self._lines, []
        if not lines or self._over.is_set():
            return
        body = "".join(line.replace("\n", " ") + "\n" for line in lines).encode()
        headers = {"Content-Type": "text/plain; charset=utf-8"}
        try:
            self._http.send(Request("POST", f"{self._uri}/log", headers, body), again=False).close()
        except Problem as e:
            if e.kind in ("lease-lost", "unknown-lease"):
                self._end("lost")
        except NETWORK:
            with self._wake:
                self._lines = (lines + self._lines)[-MAX_LINES:]

    def finish(self) -> None:
        """Ends the renewals, after what is still to be said."""
        with self._wake:
            self._finished = True
            self._wake.notify()
        self._flush()

    def _end(self, reason: str) -> None:
        with self._wake:
            if not self._over.is_set():
                self._reason = reason
                self._over.set()

    def stop(self) -> None:
        """Lets the handler stop because the worker does."""
        self._end("stopping")

    @property
    def has_no_end(self) -> bool:
        """Whether the server has the job back already."""
        return self._reason in ("lost", "suspended")

    def end(self, document: Mapping[str, Any]) -> bool:
        """Ends the attempt, as often as need be; returns whether that counts."""
        try:
            self._http.json("POST", f"{self._uri}/end", document)
            return True
        except Problem as e:
            if e.kind in ("lease-lost", "unknown-lease", "wrong-state"):
                return False
            raise

    def hand_back(self) -> None:
        """Gives the job to another worker, or ends it when it is cancelled; no attempt is counted."""
        try:
            self._http.json("DELETE", self._uri)
        except Problem as e:
            if e.kind not in ("lease-lost", "unknown-lease"):
                raise


def _decoded(checkpoint: Optional[str]) -> Optional[bytes]:
    return None if checkpoint is None else base64.b64decode(checkpoint)


def _seconds_left(expires_at: Optional[str], answer: Answer) -> float:
    """For how long the lease holds, by the server's clock alone: this machine's may be wrong."""
    date = answer.header("Date")
    if expires_at is None or date is None:
        return 30.0
    # Python before 3.11 does not read fractions of any length, nor "Z".
    expires = datetime.fromisoformat(re.sub(r"(\.\d+)?Z$", "+00:00", expires_at))
    # Date has whole seconds, so this may be a second too much.
    return max(1.0, (expires - parsedate_to_datetime(date)).total_seconds() - 1)
