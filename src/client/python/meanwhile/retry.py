"""When a request is sent again."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from typing import Optional

#: The server, or something on the way, asks to come back.
COME_BACK = frozenset({408, 425, 429, 502, 503, 504})


@dataclass(frozen=True)
class Retry:
    """Exponential back-off with jitter.

    Requests are sent again after a failure of the network and after 408, 425, 429, 502, 503 and 504, but only those
    that the server treats as one request however often they come.

    :param patience: seconds without any good answer, after which the last failure is raised
    :param first: the longest first pause, in seconds; it doubles each time
    :param longest: the longest pause, in seconds; a longer ``Retry-After`` is respected
    """

    patience: float = 300.0
    first: float = 0.5
    longest: float = 30.0

    def pause(self, failures: int, retry_after: Optional[float]) -> float:
        """Seconds to wait after so many failures in a row: between half of the back-off and all of it.

        After ``Retry-After`` it is between that and a tenth more, or at least a tenth of a second, so that clients
        that were refused together do not come back together.
        """
        if retry_after is not None:
            return retry_after + random.uniform(0, max(0.1, retry_after / 10))
        most = min(self.longest, self.first * 2 ** min(failures - 1, 16))
        return random.uniform(most / 2, most)


class Failures:
    """The failures in a row of one request."""

    def __init__(self, retry: Retry, until: Optional[float] = None):
        """:param until: when ``time.monotonic()`` says so, patience ends at the latest"""
        self._retry = retry
        self._count = 0
        self._since = 0.0
        self._until = until
        #: Whether it was ``until`` that ended it.
        self.timed_out = False

    def reset(self) -> None:
        self._count = 0

    def next_pause(self, retry_after: Optional[float] = None) -> Optional[float]:
        """Seconds to wait before the next try, or None when patience is over."""
        now = time.monotonic()
        if self._count == 0:
            self._since = now
        self._count += 1
        pause = self._retry.pause(self._count, retry_after)
        if self._until is not None and now + pause > self._until:
            self.timed_out = True
            return None
        return pause if now + pause <= self._since + self._retry.patience else None


def seconds(retry_after: Optional[str]) -> Optional[float]:
    """Reads ``Retry-After``: seconds or an HTTP date. None when it is neither."""
    if retry_after is None:
        return None
    try:
        return max(0.0, float(int(retry_after)))
    except ValueError:
        pass
    try:
        when = parsedate_to_datetime(retry_after)
    except (TypeError, ValueError):
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=timezone.utc)
    return max(0.0, (when - datetime.now(timezone.utc)).total_seconds())
