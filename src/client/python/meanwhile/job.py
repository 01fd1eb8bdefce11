"""A job, by its URI."""

from __future__ import annotations

import math
import os
import time
from pathlib import Path
from typing import Any, Iterator, Mapping, Optional

from . import output as outputs
from .events import ENDED, Event, follow
from .output import Output
from .problem import Problem
from .retry import Failures
from .transport import Http, Request

#: The server holds an answer no longer.
LONGEST_HOLD = 60


class Status(Mapping[str, Any]):
    """A status document: all of its members as a mapping, the most used ones as properties."""

    def __init__(self, document: Mapping[str, Any]):
        self._document = document

    def __getitem__(self, name: str) -> Any:
        return self._document[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._document)

    def __len__(self) -> int:
        return len(self._document)

    def __repr__(self) -> str:
        return f"Status({self._document!r})"

    @property
    def id(self) -> str:
        return str(self["id"])

    @property
    def status(self) -> str:
        """``NotStarted``, ``Running``, ``Succeeded``, ``Failed`` or ``Canceled``."""
        return str(self["status"])

    @property
    def ended(self) -> bool:
        return self.status in ENDED

    @property
    def succeeded(self) -> bool:
        return self.status == "Succeeded"

    @property
    def error(self) -> Optional[Problem]:
        """Why it failed."""
        error = self.get("error")
        return Problem(error) if error else None

    def or_raise(self) -> "Status":
        """Returns itself when the job succeeded.

        :raises Problem: the job's error; ``job-canceled`` when it was cancelled, ``not-ended`` when it has not ended
        """
        if self.succeeded:
            return self
        if self.error:
            raise self.error
        name = "job-canceled" if self.ended else "not-ended"
        raise Problem({"type": f"/problem/{name}", "title": f"The job is {self.status}", "job": dict(self)})


class Job:
    """A handle of a job. Its :attr:`uri` is all that another process needs: ``client.job(uri)``."""

    def __init__(self, http: Http, uri: str):
        self._http = http
        self.uri = uri.rstrip("/")

    def __repr__(self) -> str:
        return f"Job({self.uri!r})"

    @property
    def id(self) -> str:
        return self.uri.rsplit("/", 1)[-1]

    def status(self) -> Status:
        """Asks once.

        :raises Problem: ``unknown-job`` when there is none, or none any more
        """
        return Status(self._http.json("GET", f"{self.uri}/status"))

    def wait(self, timeout: Optional[float] = None) -> Status:
        """Returns when the job has ended, however it did: see :meth:`Status.or_raise`.

        The server holds its answers until then; after failures and refusals they are asked for again.

        :param timeout: seconds; None waits for as long as it takes
        :raises TimeoutError: when the job has not ended by then; it goes on
        """
        until = None if timeout is None else time.monotonic() + timeout
        while True:
            left = math.inf if until is None else until - time.monotonic()
            if left <= 0:
                raise TimeoutError(f"not ended after {timeout} s: {self.uri}")
            status, pause = self._poll(max(1, math.ceil(min(LONGEST_HOLD, left))), until)
            if status.ended:
                return status
            time.sleep(min(pause, left))

    def _poll(self, hold: int, until: Optional[float]) -> tuple[Status, float]:
        """A poll that the server may hold; and how many seconds to rest before the next one."""
        request = Request("GET", self.uri, {"Prefer": f"wait={hold}", "Accept": "application/json"}, hold=hold)
        failures = Failures(self._http.retry, until)
        try:
            answer, document = self._http.document(request, failures, accept=lambda s: s < 400 or s == 410)
            if answer.status == 410:  # cancelled, removed or expired: its record says which
                return self.status(), 0.0
            held = answer.header("Preference-Applied") is not None
            # The document of a 303, too, whose Location is the output.
            return Status(document), 0.0 if held else answer.retry_after or 1.0
        except (Problem, OSError) as e:
            if failures.timed_out:
                raise TimeoutError(f"no answer in time: {self.uri}") from e
            raise

    def output(self) -> Output:
        """Opens the output of a job that succeeded: a binary stream that resumes and checks the digest.

        :raises Problem: ``output-not-ready``, ``no-output``, ``job-canceled``, ``output-deleted``, ``job-expired``, …
        """
        return Output(self._http, f"{self.uri}/output").open()

    def download(self, path: "os.PathLike[str] | str") -> Path:
        """Writes the output to a file, which is there only when it is whole and its digest is right.

        A download that was cut off, by a crash too, goes on where it was when it is called again.

        :raises Problem: as :meth:`output`
        :raises DigestMismatch: when what came is not what the server said
        """
        return outputs.download(Output(self._http, f"{self.uri}/output"), path)

    def events(self, *, log: bool = False, last_id: Optional[str] = None) -> Iterator[Event]:
        """Yields the job's states, beginning with the current one, until its end; with its log's lines if wanted.

        :param last_id: the ``id`` of the last event that an earlier stream had
        """
        return follow(self._http, f"{self.uri}/events" + ("?log=true" if log else ""), last_id)

    def cancel(self) -> Status:
        """Cancels the job, or deletes the output of one that has ended. Repeating it does no harm."""
        return Status(self._http.json("DELETE", self.uri))

    def delete_output(self) -> None:
        """Deletes the output alone; the job's record stays."""
        self._http.json("DELETE", f"{self.uri}/output")
