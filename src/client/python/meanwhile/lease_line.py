"""What is said between a worker and the server about one lease."""

from __future__ import annotations

import json
import re
import threading
import time
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any, Mapping, Optional

from .problem import Problem
from .retry import COME_BACK
from .transport import ANSWER_SECONDS, NETWORK, Answer, Http, Request

#: A renewal is due after this part of the time for which the lease holds.
RENEW = 1 / 3

#: Progress and log lines are sent at most so often, in seconds.
FLUSH = 1.0

#: The oldest lines go when the server is away for so many.
MAX_LINES = 1000


class LeaseOver(Exception):
    """The handler shall stop; nothing that it does counts any more.

    ``reason`` is ``lost`` (not renewed in time: another worker may have the job), ``canceled``, ``suspended`` (the job was
    handed back with the checkpoint that was just saved) or ``stopping`` (the worker stops; the job is handed back).
    """

    def __init__(self, reason: str):
        super().__init__(f"the lease is over: {reason}")
        self.reason = reason


class LeaseLine:
    """Renewals with progress and checkpoints, lines of the log, the end of one lease. Thread-safe."""

    def __init__(self, http: Http, uri: str):
        self._http = http
        self.uri = uri
        self.over = threading.Event()
        self._reason = ""
        self._changed = threading.Condition()
        self._news: dict[str, Any] = {}
        self._lines: list[str] = []
        self._finished = False
        self._refusal: Optional[Problem] = None
        self._renewal_due = 0.0
        self._lost_at = 0.0
        # A request that hangs must not take all of the lease's time. The first one has five seconds.
        self._silence = 4.0
        self._sending = threading.Lock()

    def check(self) -> None:
        if self.over.is_set():
            raise LeaseOver(self._reason)
        refusal, self._refusal = self._refusal, None
        if refusal is not None:
            raise refusal

    @property
    def has_no_end(self) -> bool:
        """Whether the server has the job back already."""
        return self._reason in ("lost", "suspended")

    def end(self, reason: str) -> None:
        """Lets the handler stop. Only the first reason counts."""
        with self._changed:
            if not self.over.is_set():
                self._reason = reason
                self.over.set()

    def say(self, news: Mapping[str, Any]) -> None:
        """Says it soon, in place of what was said of the same before."""
        self.check()
        with self._changed:
            self._news.update(news)
            self._changed.notify_all()

    def log(self, text: str) -> None:
        self.check()
        with self._changed:
            self._lines.append(text.replace("\n", " "))
            del self._lines[:-MAX_LINES]
            self._changed.notify_all()

    def renew(self) -> bool:
        """Tells the server that this worker lives; returns whether the lease still holds."""
        with self._sending:
            with self._changed:
                news, self._news = self._news, {}
            try:
                self._patch(news)
            except NETWORK:
                self._tried_in_vain(news)
            except Problem as e:
                if says_that_it_is_over(e):
                    self.end("lost")
                elif e.status in COME_BACK or e.status in (401, 403):
                    self._tried_in_vain(news)
                else:
                    # What the handler has said is wrong, such as a checkpoint that is too large: it is told.
                    self._refusal = e
        return not self.over.is_set()

    def _patch(self, news: dict[str, Any]) -> None:
        sent = time.monotonic()
        headers = {"Content-Type": "application/merge-patch+json"}
        request = Request("PATCH", self.uri, headers, json.dumps(news).encode(), silence=self._silence)
        with self._http.send(request, again=False) as answer:
            document = answer.json()
            holds = _seconds_left(document.get("expiresAt"), answer)
        self._renewal_due = sent + holds * RENEW
        self._lost_at = sent + holds
        self._silence = min(ANSWER_SECONDS, max(1.0, holds * RENEW))
        if document.get("cancelRequested"):
            self.end("canceled")
        elif document.get("suspended"):
            self.end("suspended")

    def _tried_in_vain(self, unsent: dict[str, Any]) -> None:
        with self._changed:
            self._news = {**unsent, **self._news}
        if time.monotonic() >= self._lost_at:
            self.end("lost")
        self._renewal_due = time.monotonic() + FLUSH

    def renew_until_sent(self) -> None:
        """Renews until the server has what there is to say, or the lease is over."""
        while self.renew() and self._news:
            time.sleep(FLUSH)

    def keep_alive(self) -> None:
        """Renews, and sends progress and lines, until :meth:`finish`. The body of a thread."""
        while True:
            with self._changed:
                self._changed.wait_for(self._has_news, max(0.0, self._renewal_due - time.monotonic()))
                if self._finished:
                    return
            self._flush()
            with self._changed:
                if self._changed.wait_for(lambda: self._finished, FLUSH):
                    return

    def _has_news(self) -> bool:
        return bool(self._finished or self._news or self._lines)

    def _flush(self) -> None:
        self._send_lines()
        if not self.over.is_set() and (self._news or time.monotonic() >= self._renewal_due):
            self.renew()

    def _send_lines(self) -> None:
        with self._changed:
            lines, self._lines = self._lines, []
        if not lines or self.over.is_set():
            return
        body = "".join(line + "\n" for line in lines).encode()
        headers = {"Content-Type": "text/plain; charset=utf-8"}
        try:
            request = Request("POST", f"{self.uri}/log", headers, body, silence=self._silence)
            self._http.send(request, again=False).close()
        except NETWORK:
            with self._changed:
                self._lines = (lines + self._lines)[-MAX_LINES:]
        except Problem as e:
            if says_that_it_is_over(e):
                self.end("lost")

    def finish(self) -> None:
        """Ends the renewals, after what is still to be said."""
        with self._changed:
            self._finished = True
            self._changed.notify_all()
        self._flush()

    def refused(self, problem: Problem) -> None:
        """Raises what an answer on this lease means."""
        if says_that_it_is_over(problem):
            self.end("lost")
        elif problem.kind == "wrong-state":
            self.renew()  # tells whether the job was cancelled
        self.check()
        raise problem

    def settle(self, outcome: Mapping[str, Any]) -> bool:
        """Ends the attempt, as often as need be; returns whether that counts."""
        try:
            self._http.json("POST", f"{self.uri}/end", outcome)
            return True
        except Problem as e:
            if says_that_it_is_over(e) or e.kind == "wrong-state":
                return False
            raise

    def hand_back(self) -> None:
        """Gives the job to another worker, or ends it when it is cancelled; no attempt is counted."""
        try:
            self._http.json("DELETE", self.uri)
        except Problem as e:
            if not says_that_it_is_over(e):
                raise


def says_that_it_is_over(problem: Problem) -> bool:
    return problem.kind in ("lease-lost", "unknown-lease")


def _seconds_left(expires_at: Optional[str], answer: Answer) -> float:
    """For how long the lease holds, by the server's clock alone: this machine's may be wrong."""
    date = answer.header("Date")
    if expires_at is None or date is None:
        return 30.0
    # Python before 3.11 does not read fractions of any length, nor "Z".
    expires = datetime.fromisoformat(re.sub(r"(\.\d+)?Z$", "+00:00", expires_at))
    # Date has whole seconds, so this may be a second too much.
    return max(1.0, (expires - parsedate_to_datetime(date)).total_seconds() - 1)
