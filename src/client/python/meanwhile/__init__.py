"""A client of Meanwhile, a server for long-running operations over HTTP, and a loop for its workers.

Nothing but the standard library is used. Start with :class:`Client` to have work done, with :class:`Worker` to do it,
and with :class:`Webhook` to check callbacks.
"""

from .client import Client
from .events import Event
from .job import Job, Status
from .lease import Failure, Lease, LeaseOver
from .output import DigestMismatch, Output
from .problem import Problem
from .retry import Retry
from .source import FileSource
from .webhook import SignatureRefused, Webhook
from .worker import Worker

__all__ = [
    "Client",
    "DigestMismatch",
    "Event",
    "Failure",
    "FileSource",
    "Job",
    "Lease",
    "LeaseOver",
    "Output",
    "Problem",
    "Retry",
    "SignatureRefused",
    "Status",
    "Webhook",
    "Worker",
]
