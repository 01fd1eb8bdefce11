"""The loop of a worker: it asks for jobs, runs their handlers, and says what became of them."""

from __future__ import annotations

import json
import logging
import signal
import socket
import threading
from typing import Any, Callable, Mapping, Optional

from .client import Client
from .lease import Failure, Lease, LeaseOver
from .problem import Problem
from .retry import COME_BACK
from .transport import NETWORK, Request

#: Does the work. Returning ends the job with the output that was sent; any exception lets the attempt fail.
Handler = Callable[[Lease], Any]

#: How long a handler that was told to stop has until its job is handed back without it.
HAND_BACK_SECONDS = 3.0

_log = logging.getLogger("meanwhile")


class Worker:
    """Runs jobs for a server until it is stopped.

    A handler runs on a thread of its own. It looks at :meth:`Lease.check` now and then: a thread cannot be interrupted.
    What it does after its lease is over has no effect on the job.

    :param handlers: what to do, by operation
    :param name: what the server calls this worker; by default the machine's name
    :param slots: how many jobs run at the same time
    :param hold: for how many seconds the server may hold a request for jobs
    :param grace: how many seconds running handlers have to end by themselves when the worker is stopped
    """

    def __init__(
        self,
        client: Client,
        handlers: Mapping[str, Handler],
        *,
        name: Optional[str] = None,
        slots: int = 1,
        hold: int = 30,
        grace: float = 10.0,
    ):
        self._http = client.http
        self._handlers = dict(handlers)
        self._name = name or socket.gethostname()
        self._slots = slots
        self._hold = hold
        self._grace = grace
        self._changed = threading.Condition()
        self._running: set[Lease] = set()
        self._refusal: Optional[Exception] = None
        self._asking: Optional[socket.socket] = None
        self._stopping = threading.Event()

    def run(self, *, signals: bool = True) -> None:
        """Works until :meth:`stop`; returns when no handler runs and every job has been ended or handed back.

        :param signals: whether SIGTERM and SIGINT stop it, when this is the main thread
        :raises Problem: when the server refuses this worker, as for a wrong token
        :raises ValueError: when what answers is no such server
        """
        if signals and threading.current_thread() is threading.main_thread():
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: self.stop())
        asking = threading.Thread(target=self._ask, name="meanwhile-jobs", daemon=True)
        asking.start()
        try:
            while not self._stopping.wait(0.2):
                pass
        finally:
            self.stop()
            self._ask_no_more()
            self._drain()
        if self._refusal is not None:
            raise self._refusal

    def stop(self) -> None:
        """Takes no more jobs. Handlers have ``grace`` seconds to end; then their jobs are handed back."""
        # No lock here: this is called by signal handlers.
        self._stopping.set()

    def __enter__(self) -> "Worker":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _ask_no_more(self) -> None:
        """Breaks off a request that is held, so that it does not get what is handed back now."""
        try:
            if self._asking is not None:
                self._asking.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass  # it has ended

    def _opened(self, connection: socket.socket) -> None:
        self._asking = connection
        if self._stopping.is_set():
            self._ask_no_more()

    def _ask(self) -> None:
        """Asks for jobs until the worker is stopped. The body of a thread."""
        refusals = 0
        while not self._stopping.is_set():
            if not self._await_slot():
                continue
            pause, again = 0.0, False
            try:
                pause = self._take(self._slots - len(self._running))
            except Problem as e:
                again, after = e.status in COME_BACK, e.retry_after
                if not again:
                    self._refusal = e
                    self.stop()
                    return
            except (ValueError, KeyError) as e:
                self._refusal = e  # no server of ours
                self.stop()
                return
            except NETWORK as e:
                # A server that is away comes back: a worker does not give up for that.
                if not self._stopping.is_set():
                    _log.warning("no answer: %s", e)
                again, after = True, None
            refusals = refusals + 1 if again else 0
            self._stopping.wait(self._http.retry.pause(refusals, after) if again else pause)

    def _await_slot(self) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: len(self._running) < self._slots, 0.5)

    def _take(self, most: int) -> float:
        """Asks once, and starts what there is; returns for how many seconds to rest."""
        document = {"operations": sorted(self._handlers), "max": most, "worker": self._name}
        headers = {"Content-Type": "application/json", "Prefer": f"wait={self._hold}"}
        body = json.dumps(document).encode()
        request = Request("POST", self._http.url("lease"), headers, body, self._hold, opened=self._opened)
        with self._http.send(request, again=False) as answer:
            held = answer.header("Preference-Applied") is not None
            leases = answer.json().get("leases", [])
            after = answer.retry_after
        for lease in leases:
            self._start(Lease(self._http, lease))
        return 0.0 if leases or held else after or 1.0

    def _start(self, lease: Lease) -> None:
        thread = threading.Thread(target=self._work, args=(lease,), name=f"job {lease.job}", daemon=True)
        with self._changed:
            self._running.add(lease)
        thread.start()

    def _work(self, lease: Lease) -> None:
        """One lease from its first renewal to its end. The body of a thread."""
        try:
            # At once: the server takes back what is not used within seconds.
            if self._stopping.is_set() or not lease.line.renew():
                outcome = None
            else:
                threading.Thread(target=lease.line.keep_alive, daemon=True).start()
                outcome = self._handle(lease)
                lease.line.finish()
            self._settle(lease, outcome)
        except Exception as e:
            # Nothing is lost: the lease runs out, and another worker gets the job.
            _log.warning("job %s is left to the end of its lease: %s", lease.job, e)
        finally:
            with self._changed:
                self._running.discard(lease)
                self._changed.notify_all()

    def _handle(self, lease: Lease) -> Optional[dict[str, Any]]:
        try:
            self._handlers[lease.operation](lease)
            return {"outcome": "succeeded"}
        except LeaseOver:
            return None
        except Failure as e:
            return _failed(e.code, e.message, e.retry)
        except BaseException as e:  # of a handler that exits, too: its lease must not be renewed for ever
            _log.exception("job %s", lease.job)
            return _failed("worker-failed", f"{type(e).__name__}: {e}", True)

    def _settle(self, lease: Lease, outcome: Optional[dict[str, Any]]) -> None:
        if lease.line.has_no_end:
            _log.info("job %s was taken from this worker; what it did does not count", lease.job)
        elif outcome is None:
            lease.line.hand_back()
        elif not lease.line.settle(outcome):
            _log.warning("job %s had ended otherwise, or was taken from this worker", lease.job)

    def _drain(self) -> None:
        """Waits for handlers, then tells them to stop, then hands back what they did not."""
        self._join(self._grace)
        for lease in self._leases():
            lease.line.end("stopping")
        self._join(HAND_BACK_SECONDS)
        for lease in self._leases():
            _log.warning("job %s is handed back although its handler still runs", lease.job)
            try:
                lease.line.hand_back()
            except (Problem, OSError) as e:
                _log.warning("job %s is left to the end of its lease: %s", lease.job, e)

    def _join(self, seconds: float) -> None:
        with self._changed:
            self._changed.wait_for(lambda: not self._running, seconds)

    def _leases(self) -> list[Lease]:
        with self._changed:
            return list(self._running)


def _failed(code: str, message: str, retry: bool) -> dict[str, Any]:
    return {"outcome": "failed", "retry": retry, "error": {"code": code, "message": message}}
