"""Bytes that are sent: opened anew for each try, and never held in memory."""

from __future__ import annotations

import base64
import hashlib
import io
import os
from pathlib import Path
from typing import BinaryIO, Callable, Iterator, Optional, Union
from urllib.parse import quote

PIECE = 256 * 1024

#: The server may need its time for the digest of what was sent; of an unknown length, this long.
SLOWEST_BYTES_PER_SECOND = 16 * 1024 * 1024
UNKNOWN_SECONDS = 300.0

#: A path, bytes, or a function that opens the same bytes anew each time.
Content = Union["os.PathLike[str]", str, bytes, Callable[[], BinaryIO]]


class FileSource:
    """A file to send: its bytes, its name and its media type.

    :param content: a path; bytes; or a function that opens a binary stream, anew for each try
    :param name: what the server calls it; by default the path's last part
    """

    def __init__(
        self, content: Content, *, name: Optional[str] = None, media_type: str = "application/octet-stream"
    ):
        self.media_type = media_type
        self.name = name
        self.size: Optional[int] = None
        if isinstance(content, bytes):
            self._open: Callable[[], BinaryIO] = lambda: io.BytesIO(content)
            self.size = len(content)
        elif callable(content):
            self._open = content
        else:
            path = Path(content)
            self._open = lambda: path.open("rb")
            self.size = path.stat().st_size
            self.name = name or path.name

    def open(self, offset: int = 0) -> BinaryIO:
        """Opens it from a byte on."""
        stream = self._open()
        if offset:
            if stream.seekable():
                stream.seek(offset)
            else:
                while offset:
                    offset -= len(stream.read(min(offset, PIECE))) or offset
        return stream

    @property
    def seconds(self) -> float:
        """How long the server may need until it answers."""
        return UNKNOWN_SECONDS if self.size is None else self.size / SLOWEST_BYTES_PER_SECOND

    def pieces(self, offset: int = 0) -> Iterator[bytes]:
        with self.open(offset) as stream:
            while piece := stream.read(PIECE):
                yield piece

    def measure(self) -> str:
        """Reads it once; sets the size and returns the value of ``Repr-Digest`` (RFC 9530)."""
        digest, size = hashlib.sha256(), 0
        for piece in self.pieces():
            digest.update(piece)
            size += len(piece)
        self.size = size
        return repr_digest(digest.digest())


def repr_digest(sha256: bytes) -> str:
    return f"sha-256=:{base64.b64encode(sha256).decode()}:"


def sha256_of(field: Optional[str]) -> Optional[bytes]:
    """The SHA-256 in a ``Repr-Digest``, or None."""
    for part in (field or "").split(","):
        name, _, value = part.strip().partition("=")
        if name == "sha-256" and value.startswith(":") and value.endswith(":"):
            return base64.b64decode(value[1:-1])
    return None


def form_disposition(name: str) -> str:
    """Of a part of a form (RFC 7578): the name as it is, but it cannot break out of its quotes."""
    quoted = name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
    return f'form-data; name="file"; filename="{quoted}"'


def attachment(name: str) -> str:
    """Of an output (RFC 6266): a field has only ASCII, so the name is encoded as RFC 8187 says."""
    return f"attachment; filename*=UTF-8''{quote(name, safe='')}"
