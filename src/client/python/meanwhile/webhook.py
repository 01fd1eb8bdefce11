"""Checks that a callback is from the server (Standard Webhooks)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from typing import Any, Mapping, Union


class SignatureRefused(Exception):
    """Not signed by the server with this secret, or too old or too new: answer it with 401 and do nothing."""


class Webhook:
    """Checks callbacks.

    :param secrets: the callback's secret, ``whsec_…``; several while it is being changed
    :param tolerance: by how many seconds the time of the signature may differ from that of this machine
    """

    def __init__(self, *secrets: str, tolerance: float = 300.0):
        if not secrets:
            raise ValueError("no secret")
        self._keys = [base64.b64decode(secret[6:] if secret.startswith("whsec_") else secret) for secret in secrets]
        self._tolerance = tolerance

    def verify(self, headers: Mapping[str, str], body: Union[bytes, str]) -> dict[str, Any]:
        """Returns the event: a CloudEvent with the job's status document in ``data``.

        A callback may come more than once, with the same ``webhook-id``.

        :param headers: of the request, in any case
        :param body: as it came, byte for byte
        :raises SignatureRefused: when it is not from the server
        """
        fields = {name.lower(): value for name, value in headers.items()}
        raw = body.encode() if isinstance(body, str) else body
        try:
            identity, stamp = fields["webhook-id"], fields["webhook-timestamp"]
            signatures = fields["webhook-signature"].split(" ")
            age = abs(time.time() - int(stamp))
        except (KeyError, ValueError):
            raise SignatureRefused("not signed") from None
        if age > self._tolerance:
            raise SignatureRefused("signed too long ago, or in the future")
        signed = f"{identity}.{stamp}.".encode() + raw
        fits = False
        for key in self._keys:
            expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest())
            for signature in signatures:
                version, _, value = signature.partition(",")
                # compare_digest takes the same time wherever they differ.
                fits |= version == "v1" and hmac.compare_digest(expected, value.encode())
        if not fits:
            raise SignatureRefused("signed with another secret")
        event: dict[str, Any] = json.loads(raw)
        return event
