"""One request and its answer, and the same request again when it has to be."""

from __future__ import annotations

import http.client
import json
import socket
import ssl
import time
from dataclasses import dataclass, field
from typing import Any, Callable, Iterable, Optional, Union
from urllib.parse import urljoin, urlsplit

from . import problem
from .retry import COME_BACK, Failures, Retry, seconds

#: What a network does to a request.
NETWORK = (OSError, http.client.HTTPException)

CONNECT_SECONDS = 10.0
ANSWER_SECONDS = 30.0

Body = Union[bytes, Callable[[], Iterable[bytes]]]


@dataclass
class Request:
    """A request that can be sent more than once."""

    method: str
    url: str
    headers: dict[str, str] = field(default_factory=dict)
    body: Optional[Body] = None
    #: Seconds that the server may hold its answer, or needs for it.
    hold: float = 0.0
    #: Seconds beside these in which nothing may come.
    silence: float = ANSWER_SECONDS
    #: Gets the connection, so that another thread can break it off.
    opened: Callable[[socket.socket], None] = lambda connection: None


class Answer:
    """An answer whose body may not have been read. A context manager: closing it ends the connection."""

    def __init__(self, connection: http.client.HTTPConnection, response: http.client.HTTPResponse, url: str):
        self._connection = connection
        self._response = response
        self.url = url
        self.status = response.status

    def header(self, name: str) -> Optional[str]:
        return self._response.getheader(name)

    @property
    def retry_after(self) -> Optional[float]:
        return seconds(self.header("Retry-After"))

    def read(self, size: int = -1) -> bytes:
        return self._response.read(None if size < 0 else size)

    def readline(self) -> bytes:
        return self._response.readline()

    def json(self) -> Any:
        body = self.read()
        return json.loads(body) if body else {}

    def problem(self) -> problem.Problem:
        """Reads an answer that is an error; one whose body is cut off, too."""
        try:
            body = self.read()
        except NETWORK:
            body = b""
        return problem.from_answer(self.status, self.header("Content-Type") or "", body, self.retry_after)

    def close(self) -> None:
        self._response.close()
        self._connection.close()

    def __enter__(self) -> "Answer":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Http:
    """Sends requests to one server. Thread-safe: each request has a connection of its own.

    The token goes to that server only, whatever the URI of a request is.
    """

    def __init__(
        self,
        base: str,
        token: Union[str, Callable[[], str], None] = None,
        retry: Retry = Retry(),
        context: Optional[ssl.SSLContext] = None,
    ):
        self.base = base if base.endswith("/") else base + "/"
        self.retry = retry
        self._token = token
        self._context = context
        self._origin = _origin(self.base)

    def url(self, path: str) -> str:
        """Resolves a path, or returns an absolute URI as it is."""
        return urljoin(self.base, path)

    def exchange(self, request: Request) -> Answer:
        """Sends it once and returns any answer."""
        parts = urlsplit(request.url)
        connection = self._connect(parts.scheme, parts.netloc)
        try:
            connection.timeout = min(CONNECT_SECONDS, request.silence)
            connection.connect()
            connection.sock.settimeout(request.silence + request.hold)
            request.opened(connection.sock)
            target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            self._send(connection, request, target)
            return Answer(connection, connection.getresponse(), request.url)
        except BaseException:
            connection.close()
            raise

    def _connect(self, scheme: str, address: str) -> http.client.HTTPConnection:
        if scheme == "https":
            return http.client.HTTPSConnection(address, context=self._context)
        if scheme == "http":
            return http.client.HTTPConnection(address)
        raise ValueError(f"not http or https: {scheme}")

    def _send(self, connection: http.client.HTTPConnection, request: Request, target: str) -> None:
        headers = {"User-Agent": "meanwhile-python", "Connection": "close", **request.headers}
        if self._token is not None and _origin(request.url) == self._origin:
            token = self._token() if callable(self._token) else self._token
            headers["Authorization"] = f"Bearer {token}"
        body = request.body() if callable(request.body) else request.body
        chunked = body is not None and not isinstance(body, bytes) and "Content-Length" not in headers
        if chunked:
            headers["Transfer-Encoding"] = "chunked"
        try:
            connection.request(request.method, target, body=body, headers=headers, encode_chunked=chunked)
        except (BrokenPipeError, ConnectionResetError):
            # The server may have refused the body before its end: then there is an answer to read.
            if request.body is None:
                raise

    def send(
        self,
        request: Request,
        *,
        again: bool = True,
        failures: Optional[Failures] = None,
        accept: Callable[[int], bool] = lambda status: status < 400,
    ) -> Answer:
        """Sends it until there is an answer that can be worked with, and returns that one.

        :param again: whether the server treats the request as one, however often it comes
        :param accept: statuses beside which an answer is raised as a problem
        :raises Problem: for an answer that is final, or the last one when patience is over
        :raises OSError: when patience is over and there was no answer
        """
        failures = failures or Failures(self.retry)
        while True:
            try:
                answer = self.exchange(request)
            except NETWORK as e:
                pause = failures.next_pause() if again else None
                if pause is None:
                    raise e if isinstance(e, OSError) else ConnectionError(str(e)) from e
            else:
                if accept(answer.status):
                    return answer
                with answer:
                    refused = answer.problem()
                pause = failures.next_pause(refused.retry_after) if again and answer.status in COME_BACK else None
                if pause is None:
                    raise refused
            time.sleep(pause)

    def document(self, request: Request, failures: Optional[Failures] = None, **how: Any) -> tuple[Answer, Any]:
        """As :meth:`send`; reads the JSON in the answer, and closes it. An answer that is cut off is asked for again."""
        failures = failures or Failures(self.retry)
        while True:
            with self.send(request, failures=failures, **how) as answer:
                try:
                    return answer, answer.json()
                except NETWORK as e:
                    pause = failures.next_pause()
                    if pause is None:
                        raise ConnectionError(str(e)) from e
            time.sleep(pause)

    def json(self, method: str, url: str, document: Any = None) -> Any:
        """Sends and reads JSON, again if need be."""
        request = Request(method, url)
        if document is not None:
            request.headers["Content-Type"] = "application/json"
            request.body = json.dumps(document).encode()
        return self.document(request)[1]


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc
