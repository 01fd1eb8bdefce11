"""What a server says when it refuses a request (RFC 9457)."""

from __future__ import annotations

import json
from typing import Any, Mapping, Optional


class Problem(Exception):
    """An answer that is an error, or the error that a job ended with.

    ``members`` has all that the server said, such as ``errors`` of an invalid request or ``job`` of a wrong state.
    """

    def __init__(self, members: Mapping[str, Any], retry_after: Optional[float] = None):
        self.members = members
        #: Seconds after which the server asks to come back.
        self.retry_after = retry_after
        super().__init__(": ".join(str(part) for part in (self.title, self.detail) if part))

    @property
    def type(self) -> str:
        """The problem's URI; ``about:blank`` when the answer had none."""
        return str(self.members.get("type", "about:blank"))

    @property
    def kind(self) -> str:
        """The last part of the type, such as ``queue-full``."""
        return self.type.rsplit("/", 1)[-1]

    @property
    def title(self) -> Optional[str]:
        return self.members.get("title")

    @property
    def status(self) -> int:
        """The status of the answer; 0 when there is none."""
        return int(self.members.get("status", 0))

    @property
    def detail(self) -> Optional[str]:
        return self.members.get("detail") or self.members.get("message")

    @property
    def code(self) -> Optional[str]:
        """Of a job's error: the operation's own word for it."""
        return self.members.get("code")


def from_answer(status: int, content_type: str, body: bytes, retry_after: Optional[float] = None) -> Problem:
    """Reads an answer that is an error; one of a proxy, which is no problem document, too."""
    members: dict[str, Any] = {}
    if "json" in content_type:
        try:
            document = json.loads(body)
            members = document if isinstance(document, dict) else {}
        except ValueError:
            pass
    members.setdefault("title", f"HTTP status {status}")
    if not isinstance(members.get("status"), int):
        members["status"] = status
    return Problem(members, retry_after)
