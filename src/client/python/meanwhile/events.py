"""A job as server-sent events."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import Any, Iterator, Optional

from .retry import Failures
from .transport import NETWORK, Answer, Http, Request

ENDED = frozenset({"Succeeded", "Failed", "Canceled"})


@dataclass(frozen=True)
class Event:
    """An event: of kind ``status`` with the status document, or of kind ``log`` with a line of the log."""

    kind: str
    id: str
    data: dict[str, Any]

    @property
    def is_last(self) -> bool:
        return self.kind == "status" and self.data.get("status") in ENDED


def follow(http: Http, url: str, last_id: Optional[str] = None) -> Iterator[Event]:
    """Yields events until the one of the job's end, and goes on behind the last one after a failure."""
    failures = Failures(http.retry)
    while True:
        headers = {"Accept": "text/event-stream", "Cache-Control": "no-store"}
        if last_id:
            headers["Last-Event-ID"] = last_id
        failure: Exception = ConnectionError("the stream ended before the job")
        with http.send(Request("GET", url, headers), failures=failures) as answer:
            if answer.status == 204:
                return
            try:
                for event in parse(answer):
                    failures.reset()
                    last_id = event.id or last_id
                    yield event
                    if event.is_last:
                        return
            except NETWORK as e:
                failure = e
        pause = failures.next_pause()
        if pause is None:
            raise failure
        time.sleep(pause)


def parse(answer: Answer) -> Iterator[Event]:
    """Reads the events of one stream; one that is cut off in its middle is dropped."""
    kind, identity = "message", ""
    data: list[str] = []
    while line := answer.readline():
        text = line.decode().rstrip("\r\n")
        name, _, value = text.partition(":")
        value = value[1:] if value.startswith(" ") else value
        if text == "":
            if data:
                yield Event(kind, identity, json.loads("\n".join(data)))
            kind, data = "message", []
        elif name == "event":
            kind = value
        elif name == "id":
            identity = value
        elif name == "data":
            data.append(value)
