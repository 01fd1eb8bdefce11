"""Sending an output on a lease, and going on after the network broke off."""

from __future__ import annotations

import io
import time
from functools import partial
from typing import Callable, Optional

from .problem import Problem
from .retry import COME_BACK, Failures
from .source import FileSource, attachment
from .transport import Body, Http, Request

#: A writer sends what it has when it is so much.
PIECE_BYTES = 1024 * 1024


class Upload:
    """The output of one lease."""

    def __init__(self, http: Http, lease: str, check: Callable[[], None]):
        self._http = http
        self._url = f"{lease}/output"
        self._check = check

    def send(self, source: FileSource) -> None:
        """Puts the whole output. After a failure the rest is appended to what the server has of it."""
        digest = source.measure()
        size = source.size or 0
        failures = Failures(self._http.retry)
        offset: Optional[int] = None
        while True:
            self._check()
            try:
                if not offset:
                    self._put(source, digest)
                else:  # with no bytes left, too: it says that the output is whole
                    self.append(offset, size - offset, partial(source.pieces, offset), digest, source.seconds)
                return
            except (Problem, OSError) as e:
                pause = _pause(failures, e)
            _rest(self._check, pause)
            offset = self.offset()

    def _put(self, source: FileSource, digest: str) -> None:
        headers = {"Content-Length": str(source.size), "Repr-Digest": digest, **describe(source.media_type, source.name)}
        self._http.send(Request("PUT", self._url, headers, source.pieces, source.seconds), again=False).close()

    def start(self, media_type: str, name: Optional[str]) -> None:
        """Puts an output of no bytes, to be appended to."""
        self._http.send(Request("PUT", self._url, describe(media_type, name), b"")).close()

    def append(self, offset: int, size: int, body: Body, digest: Optional[str] = None, seconds: float = 0.0) -> None:
        """Sends so many bytes, which begin at an offset of the output.

        :param digest: of the whole output, when these bytes are its last
        :param seconds: that the server may need for it
        """
        headers = {"Content-Type": "application/partial-upload", "Upload-Offset": str(offset), "Content-Length": str(size)}
        if digest is not None:
            headers["Repr-Digest"] = digest
        self._http.send(Request("PATCH", self._url, headers, body, seconds), again=False).close()

    def offset(self) -> int:
        """How many bytes the server has; 0 when there is no output yet."""
        with self._http.send(Request("HEAD", self._url), accept=lambda s: s < 400 or s == 404) as answer:
            return int(answer.header("Upload-Offset") or 0)


class Writer(io.RawIOBase):
    """A binary stream that appends to a lease's output. What was written is sent by the megabyte, and by flush."""

    def __init__(
        self,
        http: Http,
        lease: str,
        check: Callable[[], None],
        refused: Callable[[Problem], None],
        media_type: str,
        name: Optional[str],
    ):
        self._upload = Upload(http, lease, check)
        self._retry = http.retry
        self._check = check
        self._refused = refused
        self._buffer = bytearray()
        self._sent = 0
        self._guard(lambda: self._upload.start(media_type, name))

    def writable(self) -> bool:
        return True

    def write(self, data) -> int:  # type: ignore[no-untyped-def]
        self._check()
        self._buffer += data
        if len(self._buffer) >= PIECE_BYTES:
            self.flush()
        return len(data)

    def flush(self) -> None:
        """Sends what has not been sent; returns when the server has it."""
        if not self.closed and self._buffer:
            self._guard(self._append)

    def _append(self) -> None:
        piece = bytes(self._buffer)
        failures = Failures(self._retry)
        begin = self._sent
        while self._sent < begin + len(piece):
            self._check()
            try:
                rest = piece[self._sent - begin :]
                self._upload.append(self._sent, len(rest), rest)
                self._sent += len(rest)
            except (Problem, OSError) as e:
                _rest(self._check, _pause(failures, e))
                self._sent = self._upload.offset()
        del self._buffer[: len(piece)]

    def _guard(self, body: Callable[[], None]) -> None:
        try:
            body()
        except Problem as e:
            self._refused(e)

    def close(self) -> None:
        if not self.closed:
            try:
                self.flush()
            finally:
                super().close()


def describe(media_type: str, name: Optional[str]) -> dict[str, str]:
    fields = {"Content-Type": media_type}
    if name is not None:
        fields["Content-Disposition"] = attachment(name)
    return fields


def _pause(failures: Failures, failure: Exception) -> float:
    """How long to rest before the server is asked how much it has; raises what is final."""
    goes_on = not isinstance(failure, Problem) or failure.status in COME_BACK or failure.kind == "wrong-offset"
    pause = failures.next_pause() if goes_on else None
    if pause is None:
        raise failure
    return pause


def _rest(check: Callable[[], None], seconds: float) -> None:
    """Sleeps, but looks each second whether the lease still holds."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        check()
        time.sleep(min(1.0, left))
