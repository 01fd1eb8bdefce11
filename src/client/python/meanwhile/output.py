"""Reading an output to its end, however often the network breaks off, and only if it is the right one."""

from __future__ import annotations

import hashlib
import io
import os
import re
import time
from pathlib import Path
from typing import BinaryIO, Optional

from .problem import Problem
from .retry import Failures
from .source import PIECE, sha256_of
from .transport import NETWORK, Answer, Http, Request


class DigestMismatch(Exception):
    """The bytes are not those that the server's ``Repr-Digest`` or ``Content-Length`` speaks of."""


class Output(io.RawIOBase):
    """The bytes of an output, as a binary stream.

    After a failure it goes on where it was (``Range`` with ``If-Range``). At the end it compares length and SHA-256
    with what the server said, and raises :class:`DigestMismatch` in place of the end when they differ.
    """

    def __init__(self, http: Http, url: str, *, headers: Optional[dict[str, str]] = None):
        self._http = http
        self._url = url
        self._headers = {"Accept": "*/*", **(headers or {})}
        self._failures = Failures(http.retry)
        self._digest = hashlib.sha256()
        self._offset = 0
        self._answer: Optional[Answer] = None
        self._finished = False
        self.media_type: Optional[str] = None
        self.file_name: Optional[str] = None
        self.size: Optional[int] = None
        self.etag: Optional[str] = None
        self._sha256: Optional[bytes] = None

    def open(self) -> "Output":
        """Asks for the bytes from the current position on."""
        headers = dict(self._headers)
        if self._offset:
            headers["Range"] = f"bytes={self._offset}-"
            if self.etag:
                headers["If-Range"] = self.etag
        answer = self._http.send(Request("GET", self._url, headers), failures=self._failures)
        if self._offset and not self._continues(answer):
            answer.close()
            raise DigestMismatch(f"{self._url} changed while it was read")
        if answer.status == 200:
            self._describe(answer)
        self._answer = answer
        return self

    def _continues(self, answer: Answer) -> bool:
        return answer.status == 206 and (answer.header("Content-Range") or "").startswith(f"bytes {self._offset}-")

    def _describe(self, answer: Answer) -> None:
        length = answer.header("Content-Length")
        self.size = int(length) if length else None
        self.etag = answer.header("ETag")
        self.media_type = answer.header("Content-Type")
        self.file_name = _file_name(answer.header("Content-Disposition"))
        self._sha256 = sha256_of(answer.header("Repr-Digest"))

    def head(self) -> "Output":
        """Learns all of it but the bytes."""
        try:
            with self._http.send(Request("HEAD", self._url, dict(self._headers))) as answer:
                self._describe(answer)
            return self
        except Problem:
            return self.open()  # which says why: an answer to HEAD has no body

    def skip(self, known: BinaryIO) -> None:
        """Takes what an earlier download has for the beginning."""
        while piece := known.read(PIECE):
            self._digest.update(piece)
            self._offset += len(piece)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:  # type: ignore[no-untyped-def]
        if self._finished or len(buffer) == 0:
            return 0
        while not self._is_whole():
            try:
                if self._answer is None:
                    self.open()
                piece = self._answer.read(len(buffer))  # type: ignore[union-attr]
            except NETWORK as e:
                self._rest(e)
                continue
            if piece:
                self._failures.reset()
                self._digest.update(piece)
                self._offset += len(piece)
                buffer[: len(piece)] = piece
                return len(piece)
            if self.size is None:
                break
            self._rest(ConnectionError(f"cut off at {self._offset} of {self.size} bytes"))
        self._check()
        return 0

    def _is_whole(self) -> bool:
        return self.size is not None and self._offset >= self.size

    def _rest(self, failure: Exception) -> None:
        self._drop()
        pause = self._failures.next_pause()
        if pause is None:
            raise failure
        time.sleep(pause)

    def _check(self) -> None:
        self._finished = True
        self._drop()
        if self.size is not None and self._offset != self.size:
            raise DigestMismatch(f"{self._offset} bytes instead of {self.size}: {self._url}")
        if self._sha256 is not None and self._digest.digest() != self._sha256:
            raise DigestMismatch(f"the SHA-256 is another: {self._url}")

    def _drop(self) -> None:
        if self._answer is not None:
            self._answer.close()
            self._answer = None

    def close(self) -> None:
        self._drop()
        super().close()


def download(output: Output, path: "os.PathLike[str] | str") -> Path:
    """Writes an output to a file, which is there only when it is whole and right.

    Until then the bytes are in a file beside it, named by the output's tag: after a crash, the same call goes on there.
    """
    target = Path(path)
    output.head()
    tag = re.sub(r"[^A-Za-z0-9]", "", output.etag or "")[:16]
    part = target.with_name(f"{target.name}.{tag}.part")
    try:
        with part.open("a+b") as file:
            file.seek(0)
            output.skip(file)
            while piece := output.read(PIECE):
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
    except DigestMismatch:
        part.unlink()
        raise
    os.replace(part, target)
    return target


def _file_name(field: Optional[str]) -> Optional[str]:
    """The name in a ``Content-Disposition``, without any folders."""
    from email.message import Message

    message = Message()
    message["Content-Disposition"] = field or ""
    name = message.get_filename()
    return re.split(r"[/\\]", name)[-1] if name else None
