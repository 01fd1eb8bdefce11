"""Creating jobs."""

from __future__ import annotations

import json
import secrets
import ssl
import uuid
from datetime import datetime, timedelta, timezone
from typing import Any, Callable, Iterator, Mapping, Optional, Sequence, Union

from .job import Job
from .retry import Retry
from .source import FileSource, form_disposition
from .transport import Http, Request

When = Union[datetime, str]
Span = Union[timedelta, str]


class Client:
    """A client of one server. Thread-safe.

    :param base: the server's address, with the path prefix of a proxy if there is one
    :param token: a bearer token, or a function that returns one for each request
    :param retry: when requests are sent again
    :param context: TLS settings; by default those of the system
    """

    def __init__(
        self,
        base: str,
        *,
        token: Union[str, Callable[[], str], None] = None,
        retry: Retry = Retry(),
        context: Optional[ssl.SSLContext] = None,
    ):
        self.http = Http(base, token, retry, context)

    def job(self, uri: str) -> Job:
        """The job with this URI or id, which another process may have created. Nothing is sent."""
        return Job(self.http, uri if "://" in uri else self.http.url(f"job/{uri}"))

    def submit(
        self,
        operation: str,
        input: Any = None,
        *,
        file: Optional[FileSource] = None,
        labels: Optional[Mapping[str, str]] = None,
        priority: Optional[int] = None,
        start_at: Optional[When] = None,
        timeout: Optional[Span] = None,
        deadline: Optional[When] = None,
        retain: Optional[Span] = None,
        callback: Optional[Mapping[str, Any]] = None,
        after: Optional[Sequence[Mapping[str, str]]] = None,
        reuse: Optional[Span] = None,
        key: Optional[str] = None,
        id: Union[str, uuid.UUID, None] = None,
        put: bool = False,
    ) -> Job:
        """Creates a job: exactly one, although the answer may be lost and the request be sent again.

        By default that is by an ``Idempotency-Key`` that this client makes.

        :param input: anything that ``json.dumps`` takes
        :param file: for operations that take a file; it is streamed
        :param callback: ``{"url": …, "secret": …}``
        :param after: ``[{"job": …, "on": "succeeded"}]``
        :param key: an own ``Idempotency-Key``, for creations that are repeated by another process
        :param id: an own UUID for the job: it is created by PUT, and repeated by whoever knows the id
        :param put: creates it by PUT with a UUID that this client makes
        :raises Problem: when the server refuses it
        """
        members = {
            "operation": operation,
            "input": input,
            "labels": dict(labels) if labels else None,
            "priority": priority,
            "startAt": _instant(start_at),
            "timeout": _duration(timeout),
            "deadline": _instant(deadline),
            "retain": _duration(retain),
            "callback": callback,
            "after": after,
            "reuse": _duration(reuse),
        }
        document = json.dumps({name: value for name, value in members.items() if value is not None})
        if put or id is not None:
            request = Request("PUT", self.http.url(f"job/{id or uuid.uuid4()}"))
        else:
            request = Request("POST", self.http.url("job"), {"Idempotency-Key": key or str(uuid.uuid4())})
        if file is None:
            request.headers["Content-Type"] = "application/json"
            request.body = document.encode()
        else:
            _add_form(request, document.encode(), file)
        with self.http.send(request) as answer:
            location = answer.header("Location")
            return Job(self.http, self.http.url(location) if location and request.method == "POST" else request.url)


def _add_form(request: Request, document: bytes, file: FileSource) -> None:
    boundary = secrets.token_hex(16)
    head = (
        f"--{boundary}\r\nContent-Disposition: form-data; name=\"job\"\r\nContent-Type: application/json\r\n\r\n".encode()
        + document
        + f"\r\n--{boundary}\r\nContent-Disposition: {form_disposition(file.name or 'file')}\r\n".encode()
        + f"Content-Type: {file.media_type}\r\n\r\n".encode()
    )
    tail = f"\r\n--{boundary}--\r\n".encode()

    def pieces() -> Iterator[bytes]:
        yield head
        yield from file.pieces()
        yield tail

    request.headers["Content-Type"] = f"multipart/form-data; boundary={boundary}"
    if file.size is not None:
        request.headers["Content-Length"] = str(len(head) + file.size + len(tail))
    request.body = pieces
    request.hold = file.seconds


def _instant(when: Optional[When]) -> Optional[str]:
    if when is None or isinstance(when, str):
        return when
    if when.tzinfo is None:
        raise ValueError("a time without a time zone")
    return when.astimezone(timezone.utc).isoformat().replace("+00:00", "Z")


def _duration(span: Optional[Span]) -> Optional[str]:
    if span is None or isinstance(span, str):
        return span
    microseconds = span // timedelta(microseconds=1)
    return f"PT{microseconds // 1_000_000}.{microseconds % 1_000_000:06d}S"
